import type { Transform } from 'node:stream';
import { constants, createGzip, createZstdCompress } from 'node:zlib';

export type Packing = 'gzip' | 'zstd';

/** Bytes of a file that tell how it is packed. */
export const packingBytes = 4;

/** How the bytes of a stored file are packed, by its first four; undefined where they are not. */
export function packingOf(head: Buffer): Packing | undefined {
  if (head.subarray(0, 2).toString('hex') === '1f8b') return 'gzip';
  // A frame of data, or one to skip, which pzstd puts first (RFC 8878, 3.1.2: 0x184D2A50 to 5F).
  return /^(28b52ffd|5.2a4d18)/.test(head.toString('hex')) ? 'zstd' : undefined;
}

/** A stream that packs in that way; the same bytes give the same, whenever. */
export function packAs(packing: Packing): Transform {
  if (packing === 'gzip') return createGzip();
  return createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
}
