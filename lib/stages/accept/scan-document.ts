const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash, colon, comma] = [code('"'), code('\\'), code(':'), code(',')];
const [openArray, closeArray, openObject, closeObject] = [code('['), code(']'), code('{'), code('}')];
const blank = code(' ');
/** Stands for a number or a word. */
const scalar = code('0');

/**
 * Where the JSON document ends that begins at `start` with a bracket: behind its last one. As strict about the order of strings,
 * brackets and marks as it takes to see at once where a torn document has run into the next; what is within is judged later.
 *
 * `more`: the bytes end within it. `broken`: it is none.
 */
export function scanDocument(bytes: Buffer, start: number): number | 'more' | 'broken' {
  const open: number[] = [];
  let top = 0;
  let before = colon;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte <= blank) continue;
    if (byte === quote) {
      const end = mayBegin(before) ? endOfString(bytes, at + 1) : 'broken';
      if (typeof end === 'string') return end;
      at = end;
      before = quote;
    } else if (byte === colon) {
      if (top !== openObject || before !== quote) return 'broken';
      before = colon;
    } else if (byte === comma) before = comma;
    else if (byte === openObject || byte === openArray) {
      if (!mayBegin(before) || expectsKey(top, before)) return 'broken';
      open.push(byte);
      top = byte;
      before = byte;
    } else if (byte === closeObject || byte === closeArray) {
      if (open.pop() !== (byte === closeObject ? openObject : openArray)) return 'broken';
      if (open.length === 0) return at + 1;
      top = open.at(-1) ?? 0;
      before = byte;
    } else {
      const isScalar = before === scalar || (mayBegin(before) && !expectsKey(top, before));
      if (open.length === 0 || !isScalar || byte > 0x7e) return 'broken';
      before = scalar;
    }
  }
  return 'more';
}

/** Whether a value or a key may begin behind a mark. */
function mayBegin(before: number): boolean {
  return before === colon || before === comma || before === openArray || before === openObject;
}

function expectsKey(top: number, before: number): boolean {
  return top === openObject && (before === openObject || before === comma);
}

/** A line break within a string is none of JSON. */
function endOfString(bytes: Buffer, from: number): number | 'more' | 'broken' {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === backslash) at++;
    else if (byte === quote) return at;
    else if (byte < blank) return 'broken';
  }
  return 'more';
}
