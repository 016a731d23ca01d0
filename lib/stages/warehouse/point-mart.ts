import type { Mart } from '../../datasets/dataset.ts';
import { PaylakeError } from '../../errors.ts';
import { martExportPrefix, martPointerKey } from '../../lake/keys.ts';
import { type Bucket, getJson, listObjects, putJson } from '../../lake/objects.ts';
import type { MartPointer } from '../../run/records.ts';
import { putLatestCsv } from './put-latest-csv.ts';
import { putManifest } from './put-manifest.ts';
import { removeOldExports } from './remove-old-exports.ts';

const attempts = 5;

/**
 * Swaps the readers of a mart to what a run has exported: the CSV and the catalog's manifest first, the pointer last. What the
 * pointer before named stays for those who are reading it. Runs of two datasets may export one mart at once: the export that has seen more loads stands.
 *
 * @param exportedBy the run whose prefixes hold the files; `pointer.runId` is the one that wrote the mart.
 */
export async function pointMart(
  gold: Bucket,
  mart: Mart,
  { exportedBy, pointer, now }: { exportedBy: string; pointer: Omit<MartPointer, 'files'>; now: Date },
): Promise<void> {
  const key = martPointerKey(mart.name);
  const files = (await listObjects(gold, martExportPrefix(mart.name, exportedBy, 'parquet'))).map((file) => file.key);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const before = await getJson<MartPointer>(gold, key);
    if (before && (before.value.loads ?? 0) > (pointer.loads ?? 0)) {
      // It may have come between our CSV and our pointer.
      if (attempt > 1) await showFiles(gold, mart, { exportedBy: before.value.runId, files: before.value.files });
      return;
    }
    await showFiles(gold, mart, { exportedBy, files });
    const next: MartPointer = { ...pointer, files };
    const isSwapped = await putJson(gold, key, next, before ? { ifEtag: before.etag } : { ifAbsent: true });
    if (!isSwapped) continue;
    return removeOldExports(gold, mart.name, [...files, ...(before?.value.files ?? [])], now);
  }
  throw new PaylakeError('transient', `gold ${key} is being swapped by other runs`, 'run the same command again');
}

/** For those who do not read the pointer: people and the catalog. */
async function showFiles(
  gold: Bucket,
  mart: Mart,
  { exportedBy, files }: { exportedBy: string; files: readonly string[] },
): Promise<void> {
  await putLatestCsv(gold, mart, exportedBy);
  await putManifest(gold, mart.name, files);
}
