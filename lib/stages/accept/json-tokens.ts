/** A string, number or mark of a JSON document, as it is written, and where it stands. */
export type JsonToken = { text: string; at: number };

const marks = '{}[],:';
const [quote, backslash] = [0x22, 0x5c];

/** The tokens of a strict JSON document but `true`, `false` and `null`. A loop, since a regular expression overflows on long strings. */
export function* jsonTokens(document: string): Generator<JsonToken> {
  for (let at = 0; at < document.length; ) {
    const character = document[at] ?? '';
    const end =
      character === '"' ? endOfString(document, at) : isNumeric(character) ? endOfNumber(document, at) : at + 1;
    if (end > at + 1 || isNumeric(character) || marks.includes(character)) yield { text: document.slice(at, end), at };
    at = end;
  }
}

function endOfString(document: string, start: number): number {
  for (let at = start + 1; at < document.length; at++) {
    const code = document.charCodeAt(at);
    if (code === backslash) at++;
    else if (code === quote) return at + 1;
  }
  return document.length;
}

function endOfNumber(document: string, start: number): number {
  let at = start + 1;
  while (/[0-9.eE+-]/.test(document[at] ?? '')) at++;
  return at;
}

function isNumeric(character: string): boolean {
  return character === '-' || (character >= '0' && character <= '9');
}
