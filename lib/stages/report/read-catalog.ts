import { createHash } from 'node:crypto';
import { datasets } from '../../datasets/index.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { catalogPrefix } from '../../lake/keys.ts';
import { type Bucket, listObjects, needJson } from '../../lake/objects.ts';
import type { CatalogDate } from '../../run/records.ts';

/** What is published, over all datasets: rows by dataset, and the digest of all partitions. */
export type PublishedSilver = { rows: Record<string, number>; digest: string };

/**
 * Reads the catalog. The digest is SHA-256 over the sorted lines `key TAB sha256(file)` of all published partitions, joined
 * by LF: equal digests are equal bytes.
 */
export async function readCatalog(silver: Bucket): Promise<PublishedSilver> {
  const rows: Record<string, number> = {};
  const lines: string[] = [];
  for (const dataset of Object.keys(datasets)) {
    const objects = await listObjects(silver, catalogPrefix(dataset));
    const dates = await forEachLimited(objects, 32, ({ key }) => needJson<CatalogDate>(silver, key));
    rows[dataset] = dates.reduce((sum, date) => sum + date.rows, 0);
    for (const { key, sha256 } of dates.flatMap((date) => date.partitions)) lines.push(`${key}\t${sha256}`);
  }
  return { rows, digest: createHash('sha256').update(sortBytewise(lines).join('\n')).digest('hex') };
}

function sortBytewise(lines: readonly string[]): string[] {
  return [...lines].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
