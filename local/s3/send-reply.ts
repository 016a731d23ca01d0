import { closeSync, readSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { FileSlice, S3Reply } from './s3-call.ts';
import { readPieces } from './storage/read-pieces.ts';

// Up to this a file is read in one synchronous call, which costs less than a hop through the thread pool.
const wholeBytes = 256 * 1024;

/** Sends an answer. A file is sent with its length and closed; a client that leaves, or a file cut short, ends the connection. */
export async function sendReply(response: ServerResponse, reply: S3Reply, requestId: string): Promise<void> {
  const { body } = reply;
  const file = typeof body === 'object' ? body : undefined;
  try {
    if (response.destroyed) return;
    const bytes = file ? readWhole(file) : Buffer.from(typeof body === 'string' ? body : '');
    response.writeHead(reply.status, {
      'x-amz-request-id': requestId,
      ...(typeof body === 'string' ? { 'content-type': 'application/xml' } : {}),
      ...(bytes && reply.status !== 204 && reply.status !== 304 ? { 'content-length': String(bytes.length) } : {}),
      ...reply.headers,
    });
    if (!bytes && file) await writeFile(response, file);
    response.end(bytes);
  } catch {
    // Too late for an error document: part of the answer is on its way.
    response.destroy();
  } finally {
    if (file) closeSync(file.fd);
  }
}

// Undefined where the file is large, or shorter than it was when its length was announced.
function readWhole({ fd, start, end }: FileSlice): Buffer | undefined {
  const length = end - start + 1;
  if (length > wholeBytes) return undefined;
  const bytes = Buffer.allocUnsafe(length);
  return readSync(fd, bytes, 0, length, start) === length ? bytes : undefined;
}

async function writeFile(response: ServerResponse, { fd, start, end }: FileSlice): Promise<void> {
  let left = end - start + 1;
  for await (const piece of readPieces(fd, start, end)) {
    if (response.destroyed) return;
    left -= piece.length;
    if (!response.write(piece)) await drained(response);
  }
  if (left > 0) throw new Error('The file was cut short while it was sent.');
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    if (response.destroyed) resolve();
    else response.on('drain', done).on('close', done);
  });
}
