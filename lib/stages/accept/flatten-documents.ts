import { FileRefused } from './file-refused.ts';
import { scanDocument } from './scan-document.ts';

const [newline, carriageReturn, blank, comma, openObject] = [0x0a, 0x0d, 0x20, 0x2c, 0x7b];
/** UTF-8's byte-order mark. */
const mark: readonly number[] = [0xef, 0xbb, 0xbf];
const nextObject = Buffer.from('\n{');
/** A line break inside a torn document: no JSON, so that what was torn stays so on one line. */
const brokenLine = 0x01;

/**
 * The bytes of a file whose JSON documents stand on several lines each, with each on the line on which it begins and the lines it
 * took left empty, so that line numbers stay. A document that is torn ends before the next line that begins with a brace.
 *
 * @param limit bytes of a document at most: what is longer refuses the file.
 */
export async function* flattenDocuments(source: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let pending: Buffer[] = [];
  let size = 0;
  let wanted = 0;
  let line = 1;
  const take = (isEnd: boolean): Buffer => {
    const bytes = Buffer.concat([rest, ...pending]);
    const { flat, end } = flatten(bytes, isEnd);
    line += countLines(bytes.subarray(0, end));
    rest = bytes.subarray(end);
    if (rest.length > limit)
      throw new FileRefused(`the JSON document on line ${line} is longer than ${limit} bytes`, 'split the document');
    pending = [];
    size = 0;
    // What is not over is looked at again from its start: each time twice as far.
    wanted = rest.length;
    return flat;
  };
  for await (const piece of source) {
    pending.push(piece);
    size += piece.length;
    if (size >= wanted) yield take(false);
  }
  yield take(true);
}

/** The documents that end in these bytes, or all there are at the end of the file. */
function flatten(bytes: Buffer, isEnd: boolean): { flat: Buffer; end: number } {
  const parts: Buffer[] = [];
  let from = 0;
  for (;;) {
    let start = from;
    while (start < bytes.length && isBlank(bytes[start] ?? 0)) start++;
    parts.push(bytes.subarray(from, start));
    from = start;
    const found = bytes[start] === openObject ? scanDocument(bytes, start) : 'broken';
    const isBroken = found === 'broken' || (found === 'more' && isEnd);
    const end = isBroken ? endOfBroken(bytes, start, isEnd) : endOfWhole(bytes, found, isEnd);
    if (start >= bytes.length || end === undefined) return { flat: Buffer.concat(parts), end: from };
    const document = bytes.subarray(start, end);
    const lines = countLines(document);
    parts.push(onOneLine(document, isBroken ? brokenLine : blank), Buffer.alloc(lines, newline));
    if (lines === 0 && ![newline, undefined].includes(nextOf(bytes, end))) parts.push(Buffer.from('\n'));
    from = end;
  }
}

/** A torn document ends before the next line that begins with a brace; undefined where that is still to come. */
function endOfBroken(bytes: Buffer, start: number, isEnd: boolean): number | undefined {
  const next = bytes.indexOf(nextObject, start);
  if (next >= 0) return next;
  return isEnd ? bytes.length : undefined;
}

/** A comma behind a document is part of it, and of no JSON; undefined where what stands behind is still to come. */
function endOfWhole(bytes: Buffer, end: number | 'more', isEnd: boolean): number | undefined {
  if (end === 'more' || (!isEnd && nextOf(bytes, end) === undefined)) return undefined;
  return bytes[end] === comma ? end + 1 : end;
}

/** What stands next, blanks passed over. */
function nextOf(bytes: Buffer, end: number): number | undefined {
  let at = end;
  while (at < bytes.length && bytes[at] !== newline && isBlank(bytes[at] ?? 0)) at++;
  return bytes[at];
}

/** Also a byte-order mark, which is for whoever reads the lines to leave out. */
function isBlank(byte: number): boolean {
  return byte <= blank || mark.includes(byte);
}

function onOneLine(document: Buffer, instead: number): Buffer {
  return Buffer.from(document.map((byte) => (byte === newline || byte === carriageReturn ? instead : byte)));
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines++;
  return lines;
}
