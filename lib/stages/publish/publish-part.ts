import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';
import { type Engine, openEngine } from '../../lake/engine.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { catalogKey, eventDatePrefix } from '../../lake/keys.ts';
import { type Bucket, download, getJson, listObjects, putJson, removeObject, upload } from '../../lake/objects.ts';
import type { TellProgress } from '../../run/item-progress.ts';
import type { CatalogDate, CatalogPartition, StagedDate, StagedPart } from '../../run/records.ts';
import { findStretches, type Stretch, writePartitions } from './write-partitions.ts';

/** Dates whose small objects are on their way at the same time. */
const datesAtOnce = 8;

/**
 * Publishes one staged file: one deterministic key a partition, each replaced by one atomic PUT. Partitions that still
 * are the object with these bytes are left alone, those that lost their last row are deleted. Says by how many bytes the
 * partitions have grown.
 */
export async function publishPart(
  silver: Bucket,
  contract: Contract,
  part: StagedPart,
  options: { memoryMiB: number; tell?: TellProgress },
): Promise<{ grownBytes: number }> {
  const engine = await openEngine({ memoryMiB: options.memoryMiB, threads: 1 });
  try {
    const connections = await Promise.all(Array.from({ length: engine.workers }, () => engine.connect()));
    const press: Press = { silver, contract, engine, connections, published: countRows(part.rows, options.tell) };
    const path = await download(silver, part.key, join(engine.scratch, 'part.parquet'));
    await connections[0]?.run(`create table rows as select * from read_parquet('${path}')`);
    const byDate = Map.groupBy(
      connections[0] ? await findStretches(connections[0], contract) : [],
      ({ values }) => values[0],
    );
    const grown = await forEachLimited(part.dates, datesAtOnce, (date) =>
      publishDate(press, date, byDate.get(date.date) ?? []),
    );
    return { grownBytes: grown.reduce((sum, bytes) => sum + bytes, 0) };
  } finally {
    await engine.close();
  }
}

type Press = {
  silver: Bucket;
  contract: Contract;
  engine: Engine;
  connections: DuckDBConnection[];
  /** Takes the rows of a partition that is done. */
  published: (rows: number) => Promise<void>;
};

function countRows(all: number, tell: TellProgress = async () => {}): Press['published'] {
  let done = 0;
  return async (rows) => {
    done += rows;
    await tell({ share: done / all, rows: done });
  };
}

async function publishDate(press: Press, date: StagedDate, stretches: readonly Stretch[]): Promise<number> {
  const { silver, contract, engine, connections, published: tellPublished } = press;
  const catalog = await getJson<CatalogDate>(silver, catalogKey(contract.name, date.date));
  const present = await listObjects(silver, eventDatePrefix(contract.name, contract.eventDate, date.date));
  const folder = join(engine.scratch, date.date);
  const files = stretches.length === 0 ? [] : await writePartitions(connections, contract, stretches, folder);
  const partitions: CatalogPartition[] = [];
  for (const { key, path, rows } of files) {
    const bytes = await readFile(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const known = catalog?.value.partitions.find((other) => other.key === key);
    const isThere = present.some((object) => object.key === key && object.etag === known?.etag);
    const { size, etag } = isThere && known?.sha256 === sha256 ? known : await upload(silver, key, path);
    partitions.push({ key, size, sha256, etag, rows });
    await rm(path);
    await tellPublished(rows);
  }
  const keep = new Set(partitions.map(({ key }) => key));
  for (const { key } of present) if (!keep.has(key)) await removeObject(silver, key);
  const published: CatalogDate = { ...date, partitions };
  if (partitions.length > 0) await putJson(silver, catalogKey(contract.name, date.date), published);
  else await removeObject(silver, catalogKey(contract.name, date.date));
  return sumSizes(partitions) - sumSizes(present);
}

function sumSizes(objects: readonly { size: number }[]): number {
  return objects.reduce((sum, { size }) => sum + size, 0);
}
