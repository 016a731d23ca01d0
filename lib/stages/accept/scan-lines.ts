import { findDigitRuns, findHiddenDigits, findMasks, hasCardShape } from '../../contracts/card-shape.ts';
import { isExact } from './refuse-inexact.ts';

/** Lines of a chunk, and which of them the fast path must not judge alone (0-based, ascending). */
export type Scan = { lines: number; suspects: number[] };

const newline = 0x0a;
const [quote, colon, comma] = [0x22, 0x3a, 0x2c];
const [openObject, closeObject] = [0x7b, 0x7d];
/** More digits than a double keeps, with a fraction or an exponent. */
const longNumber = /(?:[0-9]\.?){16}[0-9.]*[eE]?/g;

/**
 * Walks a buffer of whole NDJSON lines and names those that need a close look because DuckDB's reader is too lenient
 * for them or because they may hold a card number: digits in the shape of one, an escaped digit, blank or dash, masked digits; a number that a double does
 * not keep, a trailing comma, a nested object (repeated keys inside) or array. All others are safe for the fast path.
 *
 * @param documents names of the fields that are objects: whoever judges a line looks for repeated keys in them (see `rowsSql`).
 */
export function scanLines(bytes: Buffer, documents: readonly string[] = []): Scan {
  const starts = lineStarts(bytes);
  const suspects = new Set<number>();
  const suspect = (offset: number): void => void suspects.add(lineAt(starts, offset));
  findDigitRuns(bytes, (offset, run) => {
    if (hasCardShape(run) || mayBeInexact(run)) suspect(offset);
  });
  findHiddenDigits(bytes, suspect);
  findMasks(bytes, suspect);
  findNested(bytes, starts, suspects, documents);
  if (documents.length > 0) {
    for (const bracket of ['}', ']'])
      findAll(bytes, bracket, (at) => {
        if (bytes[skipBlanksBackwards(bytes, 0, at - 1)] === comma) suspect(at);
      });
  } else {
    findAll(bytes, '[', suspect);
    for (const [line, start] of starts.entries()) {
      if (hasTrailingComma(bytes, start, starts[line + 1] ?? bytes.length)) suspects.add(line);
    }
  }
  return { lines: starts.length, suspects: [...suspects].sort((a, b) => a - b) };
}

function lineStarts(bytes: Buffer): number[] {
  const starts = bytes.length > 0 ? [0] : [];
  for (let at = bytes.indexOf(newline); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(newline, at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Coordinates have as many digits as a double keeps, and are kept. */
function mayBeInexact(run: string): boolean {
  return (run.match(longNumber) ?? []).some((number) =>
    number.includes('.') ? !isExact(number) : /[eE]/.test(number),
  );
}

function findAll(bytes: Buffer, text: string, found: (offset: number) => void): void {
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) found(at);
}

/**
 * A second brace that opens on a line is a nested object, unless it is that of a named document, the first of that name. Walks the
 * braces, not the lines: a file may have few of one and many of the other.
 */
function findNested(
  bytes: Buffer,
  starts: readonly number[],
  suspects: Set<number>,
  documents: readonly string[],
): void {
  const keys = documents.map((name) => Buffer.from(JSON.stringify(name)));
  const seen = new Set<Buffer>();
  let line = 0;
  let opened = 0;
  for (let at = bytes.indexOf(openObject); at >= 0; at = bytes.indexOf(openObject, at + 1)) {
    const before = line;
    while ((starts[line + 1] ?? Number.POSITIVE_INFINITY) <= at) line++;
    if (line !== before) {
      opened = 0;
      seen.clear();
    }
    const key = opened === 0 ? undefined : keyBefore(bytes, at, keys);
    if (key && !seen.has(key)) seen.add(key);
    else opened++;
    if (opened === 2) suspects.add(line);
  }
}

/** Which of some keys stands before a value, with its quotes; undefined for any other. */
function keyBefore(bytes: Buffer, at: number, keys: readonly Buffer[]): Buffer | undefined {
  if (keys.length === 0) return undefined;
  const mark = skipBlanksBackwards(bytes, 0, at - 1);
  if (bytes[mark] !== colon) return undefined;
  const end = skipBlanksBackwards(bytes, 0, mark - 1);
  if (bytes[end] !== quote) return undefined;
  return keys.find((key) => bytes.subarray(Math.max(0, end + 1 - key.length), end + 1).equals(key));
}

/** `,}` at the end of the line, blanks between them or after. */
function hasTrailingComma(bytes: Buffer, start: number, end: number): boolean {
  let at = skipBlanksBackwards(bytes, start, end - 1);
  if (bytes[at] !== closeObject) return false;
  at = skipBlanksBackwards(bytes, start, at - 1);
  return bytes[at] === comma;
}

function skipBlanksBackwards(bytes: Buffer, start: number, from: number): number {
  let at = from;
  while (at > start && (bytes[at] ?? 0) <= 0x20) at--;
  return at;
}
