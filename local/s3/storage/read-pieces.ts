import { read } from 'node:fs';
import { promisify } from 'node:util';

const readAsync = promisify(read);
const pieceBytes = 256 * 1024;

/**
 * The bytes `start` to `end` (inclusive) of an open file, piece by piece; fewer where the file is shorter.
 * Not a ReadStream: that closes its descriptor when it is abandoned, even one that belongs to someone else.
 */
export async function* readPieces(fd: number, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at <= end; ) {
    const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, end - at + 1));
    const { bytesRead } = await readAsync(fd, buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
