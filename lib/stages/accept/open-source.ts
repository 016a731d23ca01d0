import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Packing, packingBytes, packingOf } from '../../lake/packing.ts';
import { FileRefused } from './file-refused.ts';
import { peek } from './peek.ts';
import { refuseForeign, signatureBytes } from './refuse-foreign.ts';
import { unpackZstd } from './unpack-zstd.ts';

/** Text of payments packs 5 to 30 times; what unpacks to so much more than it was is a bomb or a fault. */
const bomb = { bytes: 64 * 1024 ** 2, times: 100 };

/**
 * The bytes of a stored file, unpacked if its first bytes say it is gzip or Zstandard, whatever its name says. Refuses what is no
 * text by name: a workbook, another packing, packed twice.
 */
export async function* openSource(stored: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { head, all } = await peek(stored, packingBytes);
  const packing = packingOf(head);
  yield* checked(packing ? unpack(all, packing) : all, packing);
}

async function* checked(source: AsyncIterable<Buffer>, packing?: Packing): AsyncGenerator<Buffer> {
  const { head, all } = await peek(source, signatureBytes);
  refuseForeign(head, packing);
  yield* all;
}

async function* unpack(packed: AsyncIterable<Buffer>, name: Packing): AsyncGenerator<Buffer> {
  const unpacker = name === 'gzip' ? gunzip : unpackZstd;
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
