import { createHash } from 'node:crypto';
import type { Bucket } from '../../lake/objects.ts';
import { listCatalog } from '../../run/list-catalog.ts';

/** What is published of a dataset: its rows, and the digest of all partitions. */
export type PublishedSilver = { rows: number; digest: string };

/**
 * Reads the catalog of a dataset. The digest is SHA-256 over the sorted lines `key TAB sha256(file)` of all published partitions, joined
 * by LF: equal digests are equal bytes.
 */
export async function readCatalog(silver: Bucket, dataset: string): Promise<PublishedSilver> {
  const dates = await listCatalog(silver, dataset);
  const rows = dates.reduce((sum, date) => sum + date.rows, 0);
  const lines = dates.flatMap((date) => date.partitions).map(({ key, sha256 }) => `${key}\t${sha256}`);
  return { rows, digest: createHash('sha256').update(sortBytewise(lines).join('\n')).digest('hex') };
}

function sortBytewise(lines: readonly string[]): string[] {
  return [...lines].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
