import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FileRefused } from './file-refused.ts';
import { peek } from './peek.ts';
import { refuseForeign, signatureBytes } from './refuse-foreign.ts';
import { unpackZstd } from './unpack-zstd.ts';

const gzipMagic = Buffer.from([0x1f, 0x8b]);
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Text of payments packs 5 to 30 times; what unpacks to so much more than it was is a bomb or a fault. */
const bomb = { bytes: 64 * 1024 ** 2, times: 100 };

/**
 * The bytes of a stored file, unpacked if its first bytes say it is gzip or Zstandard, whatever its name says. Refuses what is no
 * text by name: a workbook, another packing, packed twice.
 */
export async function* openSource(stored: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { head, all } = await peek(stored, zstdMagic.length);
  if (head.subarray(0, 2).equals(gzipMagic)) yield* checked(unpack(all, gunzip, 'gzip'), 'gzip');
  else if (isZstd(head)) yield* checked(unpack(all, unpackZstd, 'zstd'), 'zstd');
  else yield* checked(all);
}

async function* checked(source: AsyncIterable<Buffer>, packing?: string): AsyncGenerator<Buffer> {
  const { head, all } = await peek(source, signatureBytes);
  refuseForeign(head, packing);
  yield* all;
}

/** A frame of data, or one to skip, which pzstd puts first (RFC 8878, 3.1.2: 0x184D2A50 to 5F). */
function isZstd(head: Buffer): boolean {
  const isSkippable = head.length >= 4 && head.subarray(1, 4).toString('hex') === '2a4d18' && (head[0] ?? 0) >> 4 === 5;
  return isSkippable || head.subarray(0, 4).equals(zstdMagic);
}

async function* unpack(
  packed: AsyncIterable<Buffer>,
  unpacker: (packed: AsyncIterable<Buffer>) => AsyncIterable<Buffer>,
  name: string,
): AsyncGenerator<Buffer> {
  let read = 0;
  let unpacked = 0;
  const count = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of packed) {
      read += piece.length;
      yield piece;
    }
  };
  try {
    for await (const piece of unpacker(count())) {
      unpacked += piece.length;
      if (unpacked > bomb.bytes && unpacked > read * bomb.times)
        throw new FileRefused(`${name} that unpacks to more than ${bomb.times} times its size`, 'look at the file');
      yield piece;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^Z_|^ZSTD_/.test(String(error.code)))
      throw new FileRefused(`torn ${name} (${error.message})`, 'have the file sent again');
    throw error;
  }
}

function gunzip(packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  // The loop that reads throws the pipeline's error: pipeline() destroys its last stream with it.
  return pipeline(Readable.from(packed, { objectMode: false }), createGunzip(), () => {});
}
