import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../contracts/contract.ts';
import { type Engine, openEngine } from '../lake/engine.ts';
import { forEachLimited } from '../lake/for-each-limited.ts';
import { hashFile } from '../lake/hash-file.ts';
import { catalogKey, eventDatePrefix, partitionKey } from '../lake/keys.ts';
import { type Bucket, download, getJson, listObjects, putJson, removeObject, upload } from '../lake/objects.ts';
import type { CatalogDate, CatalogPartition, StagedDate, StagedPart } from '../run/records.ts';

/** A run of rows of one partition in the sorted staged file. */
type Stretch = { values: [string, string][]; first: number; last: number };

/**
 * Publishes one staged file: one deterministic key a partition, each replaced by one atomic PUT. Partitions that already
 * have these bytes are left alone, those that lost their last row are deleted.
 */
export async function publishPart(
  silver: Bucket,
  contract: Contract,
  part: StagedPart,
  options: { memoryMiB: number },
): Promise<void> {
  // One thread a statement: what a file looks like must not depend on the machine.
  const engine = await openEngine({ memoryMiB: options.memoryMiB, threads: 1 });
  try {
    const connection = await engine.connect();
    const path = await download(silver, part.key, join(engine.scratch, 'part.parquet'));
    await connection.run(`create table rows as select * from read_parquet('${path}')`);
    const stretches = await findStretches(connection, contract);
    const connections = await Promise.all(Array.from({ length: engine.workers }, () => engine.connect()));
    await forEachLimited(part.dates, 4 * engine.workers, async (date) => {
      const own = stretches.filter(({ values }) => values.some(([column, value]) => column === contract.eventDate && value === date.date));
      await publishDate({ silver, contract, engine, connections }, date, own);
    });
  } finally {
    await engine.close();
  }
}

async function findStretches(connection: DuckDBConnection, { partitionBy }: Contract): Promise<Stretch[]> {
  const columns = partitionBy.map((name) => `"${name}"`).join(', ');
  const result = await connection.runAndReadAll(
    `select min(rowid), max(rowid), ${partitionBy.map((name) => `cast("${name}" as varchar)`).join(', ')}
    from rows group by ${columns} order by 1`,
  );
  return result.getRows().map(([first, last, ...values]) => ({
    values: partitionBy.map((name, at): [string, string] => [name, String(values[at])]),
    first: Number(first),
    last: Number(last),
  }));
}

type Press = { silver: Bucket; contract: Contract; engine: Engine; connections: DuckDBConnection[] };

async function publishDate(press: Press, date: StagedDate, stretches: readonly Stretch[]): Promise<void> {
  const { silver, contract } = press;
  const catalog = await getJson<CatalogDate>(silver, catalogKey(contract.name, date.date));
  const known = new Map(catalog?.value.partitions.map((partition) => [partition.key, partition]));
  const present = await listObjects(silver, eventDatePrefix(contract.name, contract.eventDate, date.date));
  const sizes = new Map(present.map(({ key, size }) => [key, size]));
  const partitions: CatalogPartition[] = [];
  for (const stretch of stretches) {
    const { path, ...partition } = await writePartition(press, stretch);
    const isSame = known.get(partition.key)?.sha256 === partition.sha256 && sizes.get(partition.key) === partition.size;
    if (!isSame) await upload(silver, partition.key, path);
    partitions.push(partition);
  }
  const keep = new Set(partitions.map(({ key }) => key));
  for (const { key } of present) if (!keep.has(key)) await removeObject(silver, key);
  const published: CatalogDate = { ...date, partitions };
  if (partitions.length > 0) await putJson(silver, catalogKey(contract.name, date.date), published);
  else await removeObject(silver, catalogKey(contract.name, date.date));
}

async function writePartition(
  { contract, engine, connections }: Press,
  { values, first, last }: Stretch,
): Promise<CatalogPartition & { path: string }> {
  const path = join(engine.scratch, `${values.map(([, value]) => value).join('-')}.parquet`);
  const connection = connections[first % connections.length];
  // Sorting again costs little and makes row groups start at the partition's first row, whatever stands before it.
  await connection?.run(`copy (
    select * from rows where rowid between ${first} and ${last} order by "${contract.id}"
  ) to '${path}' (format parquet, compression zstd, compression_level 1)`);
  const { size } = await stat(path);
  return { key: partitionKey(contract.name, values), size, sha256: await hashFile(path), rows: last - first + 1, path };
}
