import { isUtf8 } from 'node:buffer';
import { FileRefused } from './file-refused.ts';
import { refuseEncoding } from './refuse-encoding.ts';

/** Whole lines of a file, the last one perhaps without its line break. `startLine` is 1-based. */
export type LineChunk = { startLine: number; bytes: Buffer };

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const newline = 0x0a;

/**
 * Cuts a byte stream into chunks of whole lines of about `chunkBytes`, so that memory follows the setting and not the
 * file. Strips byte-order marks before lines; refuses bytes that are not UTF-8 and a line longer than that, naming the line, however
 * the stream comes in pieces.
 */
export async function* splitLines(source: AsyncIterable<Buffer>, chunkBytes: number): AsyncGenerator<LineChunk> {
  let startLine = 1;
  let pending: Buffer[] = [];
  let size = 0;
  for await (const piece of source) {
    pending.push(piece);
    size += piece.length;
    if (size < chunkBytes) continue;
    const bytes = Buffer.concat(pending);
    const end = bytes.lastIndexOf(newline) + 1;
    if (end === 0) {
      if (size > chunkBytes) throw tooLong(startLine, chunkBytes);
      // The line may end here, and its break come with the next piece.
      pending = [bytes];
      continue;
    }
    const whole = bytes.subarray(0, end);
    checkLength(whole, startLine, chunkBytes);
    yield { startLine, bytes: withoutMarks(checkUtf8(whole, startLine)) };
    startLine += countLines(whole);
    pending = [bytes.subarray(end)];
    size = bytes.length - end;
  }
  const rest = Buffer.concat(pending);
  checkLength(rest, startLine, chunkBytes);
  const bytes = withoutMarks(checkUtf8(rest, startLine));
  if (bytes.length > 0) yield { startLine, bytes };
}

function checkLength(bytes: Buffer, startLine: number, limit: number): void {
  if (bytes.length <= limit) return;
  let line = startLine;
  for (let start = 0; start < bytes.length; line++) {
    const next = bytes.indexOf(newline, start);
    const end = next < 0 ? bytes.length : next;
    if (end - start > limit) throw tooLong(line, limit);
    start = end + 1;
  }
}

function tooLong(line: number, limit: number): FileRefused {
  return new FileRefused(`line ${line} is longer than ${limit} bytes`, 'split the record');
}

/** A mark may stand before any line, since files are put one behind another. */
function withoutMarks(bytes: Buffer): Buffer {
  if (!bytes.includes(byteOrderMark)) return bytes;
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(byteOrderMark); at >= 0; at = bytes.indexOf(byteOrderMark, at + 3)) {
    const isBehindOne = parts.length > 0 && at === from;
    if (at > 0 && bytes[at - 1] !== newline && !isBehindOne) continue;
    parts.push(bytes.subarray(from, at));
    from = at + 3;
  }
  return Buffer.concat([...parts, bytes.subarray(from)]);
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines++;
  return lines;
}

function checkUtf8(bytes: Buffer, startLine: number): Buffer {
  if (isUtf8(bytes)) return bytes;
  let line = startLine;
  let start = 0;
  for (; start < bytes.length; line++) {
    const next = bytes.indexOf(newline, start);
    const end = next < 0 ? bytes.length : next;
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end + 1;
  }
  throw refuseEncoding(`line ${line}`, bytes.subarray(start));
}
