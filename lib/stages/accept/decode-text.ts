import { TextDecoder } from '@exodus/bytes/encoding.js';
import { FileRefused } from './file-refused.ts';

/** Bytes of a line at most. */
const maxLine = 16 * 1024 * 1024;

/**
 * A text in a declared encoding as UTF-8. Refuses a byte that is none of the encoding, by its line. Node's own decoder takes C1
 * control characters for what CP949 and Windows-1252 have there, without a word; this one keeps to the standard's tables.
 *
 * @param encoding a label of the WHATWG Encoding Standard; UTF-8 passes as it is and is checked by whoever reads its lines.
 */
export async function* decodeText(source: AsyncIterable<Buffer>, encoding = 'utf-8'): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  if (decoder.encoding === 'utf-8') {
    yield* source;
    return;
  }
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  const decode = (bytes: Buffer): Buffer => {
    try {
      const text = decoder.decode(bytes);
      line += text.split('\n').length - 1;
      return Buffer.from(text);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw refused(decoder, bytes, line);
    }
  };
  for await (const piece of source) {
    rest = Buffer.concat([rest, piece]);
    const end = endOfLines(rest, decoder.encoding);
    if (end > 0) yield decode(rest.subarray(0, end));
    rest = rest.subarray(end);
    if (rest.length > maxLine)
      throw new FileRefused(`line ${line} is longer than ${maxLine} bytes`, 'split the record');
  }
  yield decode(rest);
}

/** Behind the last line break. In other encodings than UTF-16 no part of a character looks like one. */
function endOfLines(bytes: Buffer, encoding: string): number {
  if (!encoding.startsWith('utf-16')) return bytes.lastIndexOf(0x0a) + 1;
  const lineBreak = Buffer.from(encoding === 'utf-16le' ? [0x0a, 0x00] : [0x00, 0x0a]);
  let at = bytes.lastIndexOf(lineBreak);
  while (at > 0 && at % 2 === 1) at = bytes.lastIndexOf(lineBreak, at - 1);
  return at < 0 ? 0 : at + 2;
}

function refused(decoder: InstanceType<typeof TextDecoder>, bytes: Buffer, firstLine: number): FileRefused {
  let line = firstLine;
  for (let start = 0; start < bytes.length; line++) {
    const length = endOfFirstLine(bytes.subarray(start), decoder.encoding);
    try {
      decoder.decode(bytes.subarray(start, start + length));
    } catch {
      break;
    }
    start += length;
  }
  return new FileRefused(
    `line ${line} is not ${decoder.encoding}, as the feed declares`,
    "mend the feed's encoding, or have the file sent again",
  );
}

function endOfFirstLine(bytes: Buffer, encoding: string): number {
  if (!encoding.startsWith('utf-16')) return bytes.indexOf(0x0a) + 1 || bytes.length;
  const low = encoding === 'utf-16le' ? 0 : 1;
  for (let at = 0; at + 1 < bytes.length; at += 2)
    if (bytes[at + low] === 0x0a && bytes[at + 1 - low] === 0) return at + 2;
  return bytes.length;
}
