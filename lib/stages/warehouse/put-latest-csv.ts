import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Mart } from '../../datasets/dataset.ts';
import { PaylakeError } from '../../errors.ts';
import { martCsvKey, martExportPrefix, martPointerKey } from '../../lake/keys.ts';
import { type Bucket, copyObject, listObjects } from '../../lake/objects.ts';

/** Puts the CSV that a run has exported where people look for it; throws for a mart that is too large for one file. */
export async function putLatestCsv(gold: Bucket, { name, columns }: Mart, exportedBy: string): Promise<void> {
  const [csv, ...more] = await listObjects(gold, martExportPrefix(name, exportedBy, 'csv'));
  if (more.length > 0) {
    const next = `read the Parquet files that ${martPointerKey(name)} names; give the mart a smaller slice`;
    throw new PaylakeError('internal', `mart.${name} is too large for one CSV file of 6.2 GB`, next);
  }
  const Key = martCsvKey(name);
  if (csv) return copyObject(gold, csv.key, Key);
  // Without rows UNLOAD may write no file at all.
  const Body = `${Object.keys(columns).join(',')}\n`;
  await gold.s3.send(new PutObjectCommand({ Bucket: gold.name, Key, Body, ContentType: 'text/csv' }));
}
