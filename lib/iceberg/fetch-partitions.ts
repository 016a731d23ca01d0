import { join } from 'node:path';
import { PaylakeError } from '../errors.ts';
import { forEachLimited } from '../lake/for-each-limited.ts';
import { hashFile } from '../lake/hash-file.ts';
import { type Bucket, download } from '../lake/objects.ts';
import type { CatalogDate } from '../run/records.ts';

/**
 * Downloads the Silver files of these dates into a folder; gives their paths. Throws `transient` where an object is not, or no more,
 * the one that the catalog names: a run is replacing it.
 */
export async function fetchPartitions(
  silver: Bucket,
  dates: readonly CatalogDate[],
  folder: string,
): Promise<string[]> {
  const partitions = dates.flatMap((date) => date.partitions);
  return forEachLimited(partitions, 16, async ({ key, sha256 }) => {
    // A file has its date in its rows: no two are alike.
    const path = await download(silver, key, join(folder, `${sha256}.parquet`)).catch((error: Error) => {
      throw error.name === 'NoSuchKey' ? replaced(silver, key) : error;
    });
    if ((await hashFile(path)) !== sha256) throw replaced(silver, key);
    return path;
  });
}

function replaced(silver: Bucket, key: string): PaylakeError {
  const next = 'nothing was published of it: it is when the run that replaces it has ended';
  return new PaylakeError('transient', `s3://${silver.name}/${key} was replaced while it was read`, next);
}
