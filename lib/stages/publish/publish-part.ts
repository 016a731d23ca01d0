import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';
import { type Engine, openEngine } from '../../lake/engine.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { catalogKey, eventDatePrefix, oldEventDatePrefix } from '../../lake/keys.ts';
import {
  type Bucket,
  download,
  getJson,
  listFolders,
  listObjects,
  putJson,
  removeObject,
  upload,
} from '../../lake/objects.ts';
import type { TellProgress } from '../../run/item-progress.ts';
import type { CatalogDate, CatalogPartition, StagedDate, StagedPart } from '../../run/records.ts';
import { layOut, type Partition } from './lay-out.ts';
import { findStretches, type PartitionFile, writePartitions } from './write-partitions.ts';

/** Dates whose small objects are on their way at the same time. */
const datesAtOnce = 8;

/**
 * Publishes one staged file: one deterministic key a partition, each replaced by one atomic PUT. Partitions that still
 * are the object with these bytes are left alone; what the date no longer consists of is deleted: partitions without rows,
 * those of its other form, those of the old layout. Says by how many bytes the partitions have grown.
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
    const [connection] = connections;
    if (!connection) throw new Error('an engine has at least one worker');
    const oldDates = new Set(await listFolders(silver, oldEventDatePrefix(contract)));
    const published = countRows(part.rows, options.tell);
    const press: Press = { silver, contract, engine, connections, oldDates, published };
    const path = await download(silver, part.key, join(engine.scratch, 'part.parquet'));
    await connection.run(`create table rows as select * from read_parquet('${path}')`);
    const byDate = Map.groupBy(await findStretches(connection, contract), ({ date }) => date);
    const grown = await forEachLimited([...part.dates.entries()], datesAtOnce, ([at, date]) =>
      publishDate(press, date, { at, partitions: layOut(contract, byDate.get(date.date) ?? []) }),
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
  /** Event dates that have objects of the old layout. */
  oldDates: ReadonlySet<string>;
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

/**
 * First all that the date consists of, then the catalog, then what goes: of a date that changes its form readers see rows twice
 * for a moment and never none, and the catalog names objects that are there. A publish that dies in between leaves too much;
 * whoever finishes it lists the date again.
 */
async function publishDate(
  press: Press,
  date: StagedDate,
  { at, partitions }: { at: number; partitions: readonly Partition[] },
): Promise<number> {
  const { silver, contract, engine, connections } = press;
  const key = catalogKey(contract.name, date.date);
  const catalog = await getJson<CatalogDate>(silver, key);
  const present = await listObjects(silver, eventDatePrefix(contract, date.date));
  if (press.oldDates.has(date.date))
    present.push(...(await listObjects(silver, oldEventDatePrefix(contract, date.date))));
  // Dates of one file each are written side by side.
  const turn = at % connections.length;
  const workers = [...connections.slice(turn), ...connections.slice(0, turn)];
  const files = await writePartitions(workers, partitions, join(engine.scratch, date.date));
  const published: CatalogPartition[] = [];
  for (const file of files) {
    const known = catalog?.value.partitions.find((other) => other.key === file.key);
    const isThere = present.some((object) => object.key === file.key && object.etag === known?.etag);
    published.push(await putPartition(press, file, isThere ? known : undefined));
  }
  const entry: CatalogDate = { ...date, partitions: published };
  if (published.length > 0) await putJson(silver, key, entry);
  else await removeObject(silver, key);
  const keep = new Set(published.map(({ key }) => key));
  const gone = present.filter(({ key }) => !keep.has(key));
  await forEachLimited(gone, datesAtOnce, ({ key }) => removeObject(silver, key));
  return sumSizes(published) - sumSizes(present);
}

/** Uploads a partition, unless the object that is there has the same bytes. */
async function putPartition(
  { silver, published }: Press,
  { key, path, rows }: PartitionFile,
  there: CatalogPartition | undefined,
): Promise<CatalogPartition> {
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  const { size, etag } = there?.sha256 === sha256 ? there : await upload(silver, key, path);
  await rm(path);
  await published(rows);
  return { key, size, sha256, etag, rows };
}

function sumSizes(objects: readonly { size: number }[]): number {
  return objects.reduce((sum, { size }) => sum + size, 0);
}
