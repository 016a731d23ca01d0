import { findDigitRuns, findHiddenDigits, findMasks, hasCardShape } from '../../contracts/card-shape.ts';
import { isExact } from './refuse-inexact.ts';

/** Lines of a chunk, and which of them the fast path must not judge alone (0-based, ascending). */
export type Scan = { lines: number; suspects: number[] };

const newline = 0x0a;
const brace = 0x7b;
/** More digits than a double keeps, with a fraction or an exponent. */
const longNumber = /(?:[0-9]\.?){16}[0-9.]*[eE]?/g;

/**
 * Walks a buffer of whole NDJSON lines and names those that need a close look because DuckDB's reader is too lenient
 * for them or because they may hold a card number: digits in the shape of one, an escaped digit, blank or dash, masked digits; a number that a double does
 * not keep, a trailing comma, a nested object or array (repeated keys inside). All others are safe for the fast path.
 */
export function scanLines(bytes: Buffer): Scan {
  const starts = lineStarts(bytes);
  const suspects = new Set<number>();
  const suspect = (offset: number): void => void suspects.add(lineAt(starts, offset));
  findDigitRuns(bytes, (offset, run) => {
    if (hasCardShape(run) || mayBeInexact(run)) suspect(offset);
  });
  findHiddenDigits(bytes, suspect);
  findMasks(bytes, suspect);
  findAll(bytes, '[', suspect);
  findNested(bytes, starts, suspects);
  for (const [line, start] of starts.entries()) {
    if (hasTrailingComma(bytes, start, starts[line + 1] ?? bytes.length)) suspects.add(line);
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
 * A second brace that opens on a line is a nested object. Walks the braces, not the lines: a file may have few of one and
 * many of the other.
 */
function findNested(bytes: Buffer, starts: readonly number[], suspects: Set<number>): void {
  let line = 0;
  let opened = 0;
  for (let at = bytes.indexOf(brace); at >= 0; at = bytes.indexOf(brace, at + 1)) {
    const before = line;
    while ((starts[line + 1] ?? Number.POSITIVE_INFINITY) <= at) line++;
    opened = line === before ? opened + 1 : 1;
    if (opened === 2) suspects.add(line);
  }
}

/** `,}` at the end of the line, blanks between them or after. */
function hasTrailingComma(bytes: Buffer, start: number, end: number): boolean {
  let at = skipBlanksBackwards(bytes, start, end - 1);
  if (bytes[at] !== 0x7d) return false;
  at = skipBlanksBackwards(bytes, start, at - 1);
  return bytes[at] === 0x2c;
}

function skipBlanksBackwards(bytes: Buffer, start: number, from: number): number {
  let at = from;
  while (at > start && (bytes[at] ?? 0) <= 0x20) at--;
  return at;
}
