import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PaylakeError } from '../../errors.ts';
import { hashStream } from '../../lake/hash-file.ts';
import { landFile } from '../../lake/land-file.ts';
import type { Bucket } from '../../lake/objects.ts';

/**
 * Lands a file of which `hash` is the SHA-256 of its unpacked text. Other content under its name is that of a run with other
 * knobs, which cannot be exchanged: a usage error.
 */
export async function landGenerated(bronze: Bucket, key: string, path: string, hash: string): Promise<void> {
  try {
    await landFile(bronze, key, path, { hash, hashStored });
  } catch (error) {
    if (!(error instanceof PaylakeError) || error.kind !== 'usage') throw error;
    throw new PaylakeError(
      'usage',
      `${key} is there already, made with other knobs (rows, seed or shares), and Bronze is write-once`,
      'use the knobs of the first time, or another folder (--home DIR), or delete the folder and start over; or generate other dates',
    );
  }
}

/** Of an object that somebody else put under a generated name; what is no gzip is no content of ours. */
async function hashStored(stored: AsyncIterable<Buffer>): Promise<string> {
  try {
    return await pipeline(Readable.from(stored, { objectMode: false }), createGunzip(), hashStream);
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^Z_/.test(String(error.code))) return 'unreadable';
    throw error;
  }
}
