import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Mart } from '../../datasets/dataset.ts';
import { PaylakeError } from '../../errors.ts';
import { martCsvKey, martExportPrefix, martPointerKey } from '../../lake/keys.ts';
import { type Bucket, copyObject, listObjects, putJson } from '../../lake/objects.ts';
import type { MartPointer } from '../../run/records.ts';
import { removeOldExports } from './remove-old-exports.ts';

/**
 * Swaps the readers of a mart to what a run has exported: the CSV first, the pointer last. What the pointer before named stays for
 * those who are reading it.
 *
 * @param exportedBy the run whose prefixes hold the files; `pointer.runId` is the one that wrote the mart.
 */
export async function pointMart(
  gold: Bucket,
  { name, columns }: Mart,
  {
    exportedBy,
    pointer,
    before,
    now,
  }: { exportedBy: string; pointer: Omit<MartPointer, 'files'>; before: MartPointer | undefined; now: Date },
): Promise<void> {
  const listed = async (form: 'parquet' | 'csv'): Promise<string[]> =>
    (await listObjects(gold, martExportPrefix(name, exportedBy, form))).map(({ key }) => key);
  const [files, [csv, ...more]] = [await listed('parquet'), await listed('csv')];
  if (more.length > 0) {
    const next = `read the Parquet files that ${martPointerKey(name)} names; give the mart a smaller slice`;
    throw new PaylakeError('internal', `mart.${name} is too large for one CSV file of 6.2 GB`, next);
  }
  // Without rows UNLOAD may write no file at all.
  if (csv === undefined) await putCsv(gold, martCsvKey(name), `${columns.join(',')}\n`);
  else await copyObject(gold, csv, martCsvKey(name));
  const next: MartPointer = { ...pointer, files };
  await putJson(gold, martPointerKey(name), next);
  await removeOldExports(gold, name, [...files, ...(before?.files ?? [])], now);
}

async function putCsv(gold: Bucket, Key: string, Body: string): Promise<void> {
  await gold.s3.send(new PutObjectCommand({ Bucket: gold.name, Key, Body, ContentType: 'text/csv' }));
}
