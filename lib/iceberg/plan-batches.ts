import type { CatalogDate } from '../run/records.ts';

/** Dates that one transaction replaces: those with rows, and those that have none any more. */
export type DateBatch = { present: readonly CatalogDate[]; gone: readonly string[] };

/**
 * What has to be replaced for the table to be what Silver is: dates whose rows are not those that the table has, in batches of
 * whole dates of about so many bytes, oldest first; dates that Silver has no more go with the first.
 */
export function planBatches(
  silver: readonly CatalogDate[],
  held: Readonly<Record<string, string>>,
  batchBytes: number,
): DateBatch[] {
  const stale = silver
    .filter(({ date, digest }) => held[date] !== digest)
    .toSorted((one, other) => (one.date < other.date ? -1 : 1));
  const known = new Set(silver.map(({ date }) => date));
  const gone = Object.keys(held).filter((date) => !known.has(date));
  const batches: CatalogDate[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const date of stale) {
    const size = date.partitions.reduce((sum, partition) => sum + partition.size, 0);
    if (bytes + size > batchBytes) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(date);
    bytes += size;
  }
  if (batches.length === 0 && gone.length > 0) batches.push([]);
  return batches.map((present, at) => ({ present, gone: at === 0 ? gone : [] }));
}
