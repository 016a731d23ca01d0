import { isUtf8 } from 'node:buffer';
import { FileRefused } from './file-refused.ts';
import { refuseEncoding } from './refuse-encoding.ts';
import type { LineChunk } from './split-lines.ts';

const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash, comma] = [code('"'), code('\\'), code(',')];
const [openArray, closeArray, openObject, closeObject] = [code('['), code(']'), code('{'), code('}')];
const [newline, carriageReturn, blank] = [code('\n'), code('\r'), code(' ')];
const byteOrderMark: readonly number[] = [0xef, 0xbb, 0xbf];
/** A line break inside a string is no JSON; this stands for it, is none either, and keeps the document on one line. */
const brokenString = 0x01;

/**
 * Cuts a JSON array into chunks of one element a line; `startLine` is the ordinal of a chunk's first element, 1-based. Refuses
 * a file whose array does not end, or that goes on behind it. What is inside an element is judged later.
 */
export async function* splitArray(source: AsyncIterable<Buffer>, chunkBytes: number): AsyncGenerator<LineChunk> {
  let phase: 'before' | 'inside' | 'behind' = 'before';
  let depth = 0;
  let inString = false;
  let isEscaped = false;
  let element: Buffer[] = [];
  let elementBytes = 0;
  let ordinal = 1;
  let chunk: Buffer[] = [];
  let chunkSize = 0;
  let startLine = 1;

  const keep = (bytes: Buffer): void => {
    element.push(bytes);
    elementBytes += bytes.length;
    if (elementBytes > chunkBytes) throw refused(`element ${ordinal} is longer than ${chunkBytes} bytes`);
  };
  const endElement = (isLast: boolean): void => {
    const bytes = Buffer.concat(element);
    element = [];
    elementBytes = 0;
    if (bytes.every((byte) => byte <= blank)) {
      if (isLast && ordinal === 1) return;
      throw refused(`nothing stands where element ${ordinal} should`);
    }
    if (!isUtf8(bytes)) throw refuseEncoding(`element ${ordinal}`, bytes);
    chunk.push(bytes, Buffer.from('\n'));
    chunkSize += bytes.length + 1;
    ordinal++;
  };

  for await (const piece of source) {
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at] ?? 0;
      if (phase !== 'inside') {
        if (byte <= blank || (phase === 'before' && byteOrderMark.includes(byte))) continue;
        if (phase === 'behind' || byte !== openArray) throw refused(`something stands ${phase} it`);
        phase = 'inside';
        from = at + 1;
      } else if (inString) {
        if (byte === newline || byte === carriageReturn) piece[at] = brokenString;
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) inString = false;
      } else if (byte === newline || byte === carriageReturn) piece[at] = blank;
      else if (byte === quote) inString = true;
      else if (byte === openArray || byte === openObject) depth++;
      else if (depth > 0 && (byte === closeArray || byte === closeObject)) depth--;
      else if (depth === 0 && (byte === comma || byte === closeArray)) {
        keep(piece.subarray(from, at));
        endElement(byte === closeArray);
        from = at + 1;
        if (byte === closeArray) phase = 'behind';
      }
    }
    if (phase === 'inside') keep(piece.subarray(from));
    if (chunkSize < chunkBytes) continue;
    yield { startLine, bytes: Buffer.concat(chunk) };
    chunk = [];
    chunkSize = 0;
    startLine = ordinal;
  }
  if (phase === 'inside') throw refused(`it ends within element ${ordinal}`);
  if (chunkSize > 0) yield { startLine, bytes: Buffer.concat(chunk) };
}

function refused(reason: string): FileRefused {
  return new FileRefused(`not a whole JSON array: ${reason}`, 'have the file sent again');
}
