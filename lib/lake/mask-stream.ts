import { byteText } from './byte-text.ts';
import { JsonStrings } from './json-strings.ts';
import { type MaskedText, maskPart } from './mask-part.ts';

/** How a text is written: its encoding (UTF-8 where there is none), and whether it is JSON, so that a backslash escapes. */
export type Spelling = { encoding?: string | undefined; json: boolean };

/** In no encoding are these the second half of a character; behind these of JSON no number goes on either. */
const borders = { json: new Set(Buffer.from('\n"')), plain: new Set(Buffer.from('\n\r\t",;:')) };

/**
 * The bytes of a text with all but the first six and last four digits of every card number masked, the others as they were: the
 * one way into Bronze (interfaces section 2). Pieces may be cut anywhere; no more of them is kept than the last word of text.
 * Throws a usage error where the encoding has no character to mask with.
 *
 * @param found told of the numbers that were masked, how many at a time.
 */
export async function* maskStream(
  source: AsyncIterable<Buffer>,
  { encoding, json }: Spelling,
  found: (numbers: number) => void,
): AsyncGenerator<Buffer> {
  const strings = json ? new JsonStrings() : undefined;
  const of: MaskedText = { text: byteText(encoding), borders: json ? borders.json : borders.plain, strings };
  const mask = (bytes: Buffer): Buffer => {
    const masked = maskPart(of, bytes, found);
    strings?.endPart(of.text.view(bytes));
    return masked;
  };
  let pending: Buffer[] = [];
  for await (const piece of wholeUnits(source, of.text.unit)) {
    const end = lastBorder(of, piece);
    if (end > 0) yield mask(Buffer.concat([...pending, piece.subarray(0, end)]));
    pending = end > 0 ? [piece.subarray(end)] : [...pending, piece];
  }
  const rest = Buffer.concat(pending);
  if (rest.length > 0) yield mask(rest);
}

/** End of the last unit that is a border; 0 where there is none. */
function lastBorder({ text: { unit }, borders }: MaskedText, bytes: Buffer): number {
  for (let end = bytes.length; end >= unit; end -= unit) {
    // Of UTF-16 in either order; what is one by the wrong order is a letter of a far script, and parts as well.
    const code = unit === 1 ? (bytes[end - 1] ?? 0) : bytes.readUInt16LE(end - unit);
    if (borders.has(code) || (code % 256 === 0 && borders.has(code / 256))) return end;
  }
  return 0;
}

/** The same bytes in pieces of whole units. */
async function* wholeUnits(source: AsyncIterable<Buffer>, unit: number): AsyncGenerator<Buffer> {
  let odd: Buffer = Buffer.alloc(0);
  for await (const piece of source) {
    const bytes = odd.length > 0 ? Buffer.concat([odd, piece]) : piece;
    const end = bytes.length - (bytes.length % unit);
    odd = bytes.subarray(end);
    if (end > 0) yield bytes.subarray(0, end);
  }
  if (odd.length > 0) yield odd;
}
