import { scanDocument } from './scan-document.ts';

const [newline, blank, comma, openObject, closeObject] = [0x0a, 0x20, 0x2c, 0x7b, 0x7d];
const lineBreak = Buffer.from('\n');
/** UTF-8's byte-order mark. */
const mark: readonly number[] = [0xef, 0xbb, 0xbf];

/** Bytes that are worth a look at a time. */
const workBytes = 256 * 1024;

/**
 * The bytes of a file of JSON documents with a line break put between documents that stand on one line, so that each has a line of
 * its own: a line that holds k documents counts as k lines from there on. Strings are told from structure; where a document is
 * torn, the next border that looks like one (`}{`) ends it, so that it takes no other with it.
 *
 * @param limit bytes of a document at most; what is longer passes as it is.
 */
export async function* separateDocuments(source: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let size = 0;
  let wanted = workBytes;
  for await (const piece of source) {
    pending.push(piece);
    size += piece.length;
    if (size < wanted) continue;
    const bytes = Buffer.concat(pending);
    const whole = bytes.lastIndexOf(newline) + 1;
    if (whole > 0) yield* separateLines(bytes.subarray(0, whole));
    // The line that is not over: a file may be one of hundreds of megabytes.
    const { separated, end } = separate(bytes, whole, bytes.length, false);
    yield separated;
    const rest = bytes.subarray(end);
    const isTooLong = rest.length > limit;
    if (isTooLong) yield rest;
    pending = isTooLong ? [] : [rest];
    size = isTooLong ? 0 : rest.length;
    wanted = Math.max(workBytes, 2 * size);
  }
  yield* separateLines(Buffer.concat(pending));
}

/** Whole lines, as they are but for those that hold several documents. */
function* separateLines(bytes: Buffer): Generator<Buffer> {
  let from = 0;
  for (let at = findBorder(bytes, 0, bytes.length, true); at < bytes.length; ) {
    const start = bytes.lastIndexOf(newline, at) + 1;
    const next = bytes.indexOf(newline, at);
    const end = next < 0 ? bytes.length : next;
    if (start > from) yield bytes.subarray(from, start);
    yield separate(bytes, start, end, true).separated;
    from = end;
    at = findBorder(bytes, end, bytes.length, true);
  }
  if (from < bytes.length) yield bytes.subarray(from);
}

/**
 * The documents between two places of one line, a line break behind each but the last; all of it if the line `isWhole`, else as far
 * as it is certain (`end`).
 */
function separate(bytes: Buffer, start: number, end: number, isWhole: boolean): { separated: Buffer; end: number } {
  const line = bytes.subarray(0, end);
  const parts: Buffer[] = [];
  let from = start;
  while (from < end) {
    const border = nextBorder(line, from, isWhole);
    if (border === undefined || border >= end) break;
    parts.push(line.subarray(from, border), lineBreak);
    from = border;
  }
  if (isWhole) parts.push(line.subarray(from));
  return { separated: Buffer.concat(parts), end: isWhole ? end : from };
}

/** Where the document that follows the one at `from` begins, undefined where that cannot be told yet. */
function nextBorder(line: Buffer, from: number, isWhole: boolean): number | undefined {
  const start = skipBlanks(line, from);
  const end = line[start] === openObject ? scanDocument(line, start) : 'broken';
  if (end === 'more' && !isWhole) return undefined;
  if (typeof end === 'string') return findBorder(line, start, line.length, false);
  const next = skipBlanks(line, end, true);
  if (next >= line.length) return undefined;
  return line[next] === openObject ? toBorder(line, next) : findBorder(line, end, line.length, false);
}

/** The next place that looks like a border: `}`, perhaps blanks (and a comma), `{`. The end where there is none. */
function findBorder(bytes: Buffer, from: number, end: number, withComma: boolean): number {
  for (let at = bytes.indexOf(closeObject, from); at >= 0 && at < end; at = bytes.indexOf(closeObject, at + 1)) {
    // As the lines of most files end.
    if (bytes[at + 1] === newline) continue;
    const next = skipBlanks(bytes, at + 1, withComma);
    if (bytes[next] === openObject) return toBorder(bytes, next);
  }
  return end;
}

/** A byte-order mark goes with the document it stands before. */
function toBorder(bytes: Buffer, start: number): number {
  let at = start;
  while (mark.includes(bytes[at - 1] ?? 0)) at--;
  return at;
}

/** Behind the blanks, but for line breaks, and at most one comma if those are passed over. */
function skipBlanks(bytes: Buffer, from: number, withComma = false): number {
  let at = from;
  let mayComma = withComma;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (mayComma && byte === comma) mayComma = false;
    else if (byte === newline || !(byte <= blank || mark.includes(byte))) break;
  }
  return at;
}
