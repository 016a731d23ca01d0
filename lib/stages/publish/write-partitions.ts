import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import type { Partition, Stretch } from './lay-out.ts';

/** A partition's file on local disk and the key it belongs under. */
export type PartitionFile = { key: string; path: string; rows: number };

/** DuckDB's own size of a row group. A file of one value has its value in the path. */
const groupRows = 122_880;
/** The smallest that DuckDB writes: a filter on the second column reads the groups whose range has the value. */
const mixedGroupRows = 2048;

/** The stretches of the sorted table `rows`, in its order. */
export async function findStretches(connection: DuckDBConnection, { partitionBy }: Contract): Promise<Stretch[]> {
  const [date, value] = partitionBy.map((name) => `"${name}"`);
  const result = await connection.runAndReadAll(
    `select min(rowid), max(rowid), cast(${date} as varchar), cast(${value} as varchar)
    from rows group by ${date}, ${value} order by 1`,
  );
  return result.getRows().map(([first, last, date, value]) => ({
    date: String(date),
    value: String(value),
    first: Number(first),
    last: Number(last),
  }));
}

/**
 * Writes the partitions of one event date as Parquet files, rows in the order of the sorted table `rows`. What a file looks like
 * depends on its own rows alone, not on the chunk or the machine: one thread a statement, and always the same statement for so
 * many rows.
 */
export async function writePartitions(
  connections: readonly DuckDBConnection[],
  partitions: readonly Partition[],
  folder: string,
): Promise<PartitionFile[]> {
  await mkdir(folder, { recursive: true });
  const files = partitions.map((partition, at) => ({
    partition,
    key: partition.key,
    path: join(folder, `${at}.parquet`),
    rows: partition.last - partition.first + 1,
  }));
  const queue = files.values();
  await forEachLimited(connections, connections.length, async (connection) => {
    for (const file of queue) await write(connection, file.partition, file.path);
  });
  return files.map(({ key, path, rows }) => ({ key, path, rows }));
}

async function write(connection: DuckDBConnection, { first, last, isMixed }: Partition, path: string): Promise<void> {
  const groups = isMixed ? mixedGroupRows : groupRows;
  // Row groups end where DuckDB's slices end, and those lie elsewhere in another chunk: sorted they begin with the first row.
  const order = last - first + 1 > groups ? 'order by rowid' : '';
  await connection.run(
    `copy (select * from rows where rowid between ${first} and ${last} ${order}) to '${path}'
    (format parquet, compression zstd, compression_level 1, row_group_size ${groups})`,
  );
}
