import { findDigitsToMask, type Span } from '../contracts/card-number.ts';
import { findDigitRuns, findHiddenDigits, hasCardShape } from '../contracts/card-shape.ts';
import { levelEscapes } from '../contracts/level-escapes.ts';
import { PaylakeError } from '../errors.ts';
import { type ByteText, byteText } from './byte-text.ts';
import { JsonStrings } from './json-strings.ts';

/** How a text is written: its encoding (UTF-8 where there is none), and whether it is JSON, so that a backslash escapes. */
export type Spelling = { encoding?: string | undefined; json: boolean };

/** Bytes after which a text may be parted, whatever its encoding: no card number goes on there, no escape, no number of JSON. */
const borders = { json: new Set(Buffer.from('\n"')), plain: new Set(Buffer.from('\n\r\t",;:')) };

/**
 * The bytes of a text with all but the first six and last four digits of every card number masked, the others as they were: the
 * one way into Bronze (interfaces section 2). A number of JSON that stands without quotes gets some, or its document would be
 * none any more. Pieces may be cut anywhere; no more of them is kept than the last word of text. Throws a usage error where the
 * encoding has no character to mask with.
 *
 * @param found told of the numbers that were masked, how many at a time.
 */
export async function* maskStream(
  source: AsyncIterable<Buffer>,
  { encoding, json }: Spelling,
  found: (numbers: number) => void,
): AsyncGenerator<Buffer> {
  const text = byteText(encoding);
  const strings = new JsonStrings();
  const mask = (bytes: Buffer): Buffer => {
    if (!mayHoldCardNumber(text, bytes)) return bytes;
    return maskBytes(text, json ? maskBytes(text, bytes, found, strings) : bytes, found);
  };
  const take = (bytes: Buffer): Buffer => {
    const masked = mask(bytes);
    if (json) strings.endPart(text.view(bytes));
    return masked;
  };
  let pending: Buffer[] = [];
  for await (const piece of wholeUnits(source, text.unit)) {
    const end = lastBorder(piece, text.unit, json ? borders.json : borders.plain);
    if (end > 0) yield take(Buffer.concat([...pending, piece.subarray(0, end)]));
    pending = end > 0 ? [piece.subarray(end)] : [...pending, piece];
  }
  const rest = Buffer.concat(pending);
  if (rest.length > 0) yield take(rest);
}

/** @param strings where the text is JSON: escapes are read, and its numbers get quotes. */
function maskBytes(text: ByteText, bytes: Buffer, found: (numbers: number) => void, strings?: JsonStrings): Buffer {
  const view = text.view(bytes);
  const numbers = findDigitsToMask(strings ? levelEscapes(view) : view);
  if (numbers.length === 0) return bytes;
  found(numbers.length);
  const quotes = strings ? numbers.flatMap((digits) => quotesAround(view, digits, strings)) : [];
  const edits: Edit[] = [
    ...numbers.flat().map((span) => ({ span, by: text.mask })),
    ...quotes.map((at) => ({ span: [at, at] as const, by: text.quote })),
  ];
  return edit(
    text,
    bytes,
    edits.sort((one, other) => one.span[0] - other.span[0]),
  );
}

type Edit = { span: Span; by: Buffer | undefined };

function edit({ unit }: ByteText, bytes: Buffer, edits: readonly Edit[]): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const { span, by } of edits) {
    if (!by)
      throw new PaylakeError(
        'usage',
        'it holds a card number, and its encoding has no character to mask one with',
        'have the sender mask card numbers, or write UTF-8',
      );
    parts.push(bytes.subarray(from, span[0] * unit), by);
    from = span[1] * unit;
  }
  return Buffer.concat([...parts, bytes.subarray(from)]);
}

/** Where quotes have to stand if the number is one of JSON and not text. */
function quotesAround(view: string, digits: readonly Span[], strings: JsonStrings): number[] {
  let [start, end] = [digits[0]?.[0] ?? 0, digits.at(-1)?.[1] ?? 0];
  while (/[0-9]/.test(view[start - 1] ?? '')) start--;
  while (/[0-9]/.test(view[end] ?? '')) end++;
  if (view[start - 1] === '-') start--;
  const isToken =
    /[:,[]\s*$/.test(view.slice(Math.max(0, start - 80), start)) && /^\s*[,\]}]/.test(view.slice(end, end + 80));
  return isToken && !strings.isInsideAt(view, start) ? [start, end] : [];
}

/** Quick, and true of more than hold one. */
function mayHoldCardNumber({ unit, keepsAscii }: ByteText, bytes: Buffer): boolean {
  let may = unit > 1;
  findDigitRuns(bytes, (_, run) => {
    // What stands next to the digits may be the second half of a character.
    may ||= !keepsAscii || hasCardShape(run);
  });
  if (!may)
    findHiddenDigits(bytes, () => {
      may = true;
    });
  return may;
}

/** End of the last unit that is a border; 0 where there is none. */
function lastBorder(bytes: Buffer, unit: number, borders: ReadonlySet<number>): number {
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
