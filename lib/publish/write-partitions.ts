import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../contracts/contract.ts';
import { partitionKey } from '../lake/keys.ts';

/** A run of rows of one partition in the sorted table `rows`; `values` in the order of the contract's partition columns. */
export type Stretch = { values: string[]; first: number; last: number };
/** A partition's file on local disk and the key it belongs under. */
export type PartitionFile = { key: string; path: string; rows: number };

const format = 'format parquet, compression zstd, compression_level 1';
/** From here on a date's partitions are written each by itself, side by side; below, a file more costs more than its rows. */
const largeDateRows = 500_000;

/** The stretches of the sorted table `rows`, in its order. */
export async function findStretches(connection: DuckDBConnection, { partitionBy }: Contract): Promise<Stretch[]> {
  const values = partitionBy.map((name) => `cast("${name}" as varchar)`).join(', ');
  const result = await connection.runAndReadAll(
    `select min(rowid), max(rowid), ${values} from rows group by ${partitionBy.map((name) => `"${name}"`).join(', ')} order by 1`,
  );
  return result.getRows().map(([first, last, ...texts]) => ({
    values: texts.map(String),
    first: Number(first),
    last: Number(last),
  }));
}

/**
 * Writes the partitions of one event date as Parquet files. What a file looks like depends on the date's own rows alone, not on
 * the chunk or the machine: one thread a statement, rows sorted again from the date's or partition's first.
 */
export async function writePartitions(
  connections: readonly DuckDBConnection[],
  contract: Contract,
  stretches: readonly Stretch[],
  folder: string,
): Promise<PartitionFile[]> {
  const [first, last] = [stretches[0]?.first ?? 0, stretches.at(-1)?.last ?? -1];
  const isLarge = last - first + 1 > largeDateRows;
  const [, ...inner] = contract.partitionBy;
  const order = [...inner, contract.id].map((name) => `"${name}"`).join(', ');
  const slice = (from: number, to: number): string =>
    `select * from rows where rowid between ${from} and ${to} order by ${order}`;
  if (!isLarge) {
    const partitioned = `partition_by (${inner.join(', ')}), write_partition_columns true, filename_pattern 'part-{i}'`;
    const connection = connections[first % connections.length];
    await connection?.run(`copy (${slice(first, last)}) to '${folder}' (${format}, ${partitioned})`);
  }
  const writeOne = async (stretch: Stretch, connection: DuckDBConnection | undefined): Promise<PartitionFile> => {
    const { values } = stretch;
    const pairs = contract.partitionBy.map((name, at): [string, string] => [name, values[at] ?? '']);
    const folders = pairs.slice(1).map(([name, value]) => `${name}=${value}`);
    const path = isLarge
      ? `${folder}-${values.slice(1).join('-')}.parquet`
      : join(folder, ...folders, 'part-0.parquet');
    if (isLarge) await connection?.run(`copy (${slice(stretch.first, stretch.last)}) to '${path}' (${format})`);
    return { key: partitionKey(contract.name, pairs), path, rows: stretch.last - stretch.first + 1 };
  };
  const queue = stretches.entries();
  const files: PartitionFile[] = [];
  const worker = async (connection: DuckDBConnection): Promise<void> => {
    for (const [at, stretch] of queue) files[at] = await writeOne(stretch, connection);
  };
  await Promise.all(connections.map(worker));
  return files;
}
