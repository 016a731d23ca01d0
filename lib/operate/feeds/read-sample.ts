import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { PaylakeError } from '../../errors.ts';
import { FileRefused } from '../../stages/accept/file-refused.ts';
import { openSource } from '../../stages/accept/open-source.ts';
import type { Sample } from '../draft/draft.ts';

/** The first bytes of a file, unpacked. Throws a usage error for a file that is not there or that nothing can unpack. */
export async function readSample(path: string, bytes: number): Promise<Sample> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isFile()) throw new PaylakeError('usage', `${path} is no file`, 'name files of one sender');
  const pieces: Buffer[] = [];
  let length = 0;
  const source = createReadStream(path);
  try {
    for await (const piece of openSource(source)) {
      pieces.push(piece);
      length += piece.length;
      if (length > bytes) break;
    }
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    throw new PaylakeError('usage', `${path}: ${error.message}`, error.remedy);
  } finally {
    source.destroy();
  }
  return { file: basename(path), head: Buffer.concat(pieces).subarray(0, bytes), isWhole: length <= bytes };
}
