/**
 * The JSON documents of a text: one after another, on lines or not. One that is cut off by the text's end is closed behind its last
 * whole object, so that the rows before stand.
 */
export function cutDocuments(text: string): unknown[] {
  const documents: unknown[] = [];
  const open: string[] = [];
  let start = 0;
  let inText = false;
  let whole: { end: number; open: string } | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (inText) {
      if (character === '\\') at++;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === '{' || character === '[') {
      if (open.length === 0) start = at;
      open.push(character === '{' ? '}' : ']');
    } else if (character === '}' || character === ']') {
      open.pop();
      if (character === '}') whole = { end: at + 1, open: open.toReversed().join('') };
      if (open.length > 0) continue;
      documents.push(...parse(text.slice(start, at + 1)));
      whole = undefined;
    }
  }
  if (whole && whole.end > start) documents.push(...parse(text.slice(start, whole.end) + whole.open));
  return documents;
}

/** Numbers keep their digits. */
function parse(text: string): unknown[] {
  try {
    return [
      JSON.parse(text, (_key, value, context?: { source?: string }) =>
        typeof value === 'number' ? (context?.source ?? String(value)) : value,
      ),
    ];
  } catch {
    return [];
  }
}
