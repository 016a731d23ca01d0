/** A JSON value that keeps its numbers as they are spelled. */
export type Json =
  | { kind: 'string'; text: string }
  | { kind: 'number'; literal: string }
  | { kind: 'true' | 'false' | 'null' }
  | { kind: 'array'; items: Json[] }
  | { kind: 'object'; entries: [string, Json][] };

/** Parses RFC 8259 text; undefined where it is none. `repeats` says whether an object at any depth repeats a key. */
export function parseJson(text: string): { value: Json; repeats: boolean } | undefined {
  let at = 0;
  let repeats = false;
  const fail = (): never => {
    throw new SyntaxError(`at ${at}`);
  };
  const blank = (): void => {
    while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++;
  };
  const take = (pattern: RegExp): string | undefined => {
    const sticky = new RegExp(pattern.source, `${pattern.flags}y`);
    sticky.lastIndex = at;
    const found = sticky.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const readText = (): string => {
    const literal = take(/"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/u) ?? fail();
    const decoded: string = JSON.parse(literal);
    return decoded.isWellFormed() ? decoded : fail();
  };
  /** Items between brackets, parted by commas; the opening bracket is read. */
  const readList = <Item>(closing: string, readItem: () => Item): Item[] => {
    const items: Item[] = [];
    blank();
    if (text[at] === closing) at++;
    else {
      do {
        blank();
        items.push(readItem());
        blank();
      } while (take(/,/));
      if (text[at++] !== closing) fail();
    }
    return items;
  };
  const readEntry = (): [string, Json] => {
    const key = readText();
    blank();
    if (!take(/:/)) fail();
    return [key, readValue()];
  };
  const readValue = (): Json => {
    blank();
    if (text[at] === '"') return { kind: 'string', text: readText() };
    if (take(/\{/)) {
      const entries = readList('}', readEntry);
      repeats ||= new Set(entries.map(([key]) => key)).size < entries.length;
      return { kind: 'object', entries };
    }
    if (take(/\[/)) return { kind: 'array', items: readList(']', readValue) };
    const word = take(/true|false|null/);
    if (word) return { kind: word as 'true' };
    return { kind: 'number', literal: take(/-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/) ?? fail() };
  };
  try {
    const value = readValue();
    blank();
    return at === text.length ? { value, repeats } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Every piece of text in a value: keys, strings, numbers as they are spelled. */
export function textsOf(value: Json): string[] {
  if (value.kind === 'string') return [value.text];
  if (value.kind === 'number') return [value.literal];
  if (value.kind === 'array') return value.items.flatMap(textsOf);
  if (value.kind === 'object') return value.entries.flatMap(([key, inner]) => [key, ...textsOf(inner)]);
  return [];
}
