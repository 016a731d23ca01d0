import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FileRefused } from './file-refused.ts';

const gzipMagic = Buffer.from([0x1f, 0x8b]);

/** The bytes of a stored file, unpacked if its first bytes say it is gzip, whatever its name says. */
export async function* openSource(stored: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const pieces = stored[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) return;
  const isGzip = first.value.subarray(0, 2).equals(gzipMagic);
  yield* isGzip ? unpack(prepend(first.value, pieces)) : prepend(first.value, pieces);
}

async function* prepend(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function* unpack(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  // The loop below throws the pipeline's error: pipeline() destroys its last stream with it.
  const unpacked = pipeline(Readable.from(packed, { objectMode: false }), createGunzip(), () => {});
  try {
    for await (const piece of unpacked) yield piece;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new FileRefused(`torn gzip (${error.message})`, 'have the file sent again');
    }
    throw error;
  }
}
