import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { partitionKey } from '../../lake/keys.ts';

/** A run of rows of one partition in the sorted table `rows`; `values` in the order of the contract's partition columns. */
export type Stretch = { values: string[]; first: number; last: number };
/** A partition's file on local disk and the key it belongs under. */
export type PartitionFile = { key: string; path: string; rows: number };

const format = 'format parquet, compression zstd, compression_level 1';
/**
 * Up to here many partitions are written by one statement, since a statement more costs more than their rows. DuckDB 1.5 holds
 * slices below half of its 128-row partition buffers back and writes larger ones past them: only partitions that never
 * have such a slice keep their order.
 */
const smallRows = 48;

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
 * Writes the partitions of one event date as Parquet files, rows sorted by id. What a file looks like depends on its own rows
 * alone, not on the chunk or the machine: one thread a statement, and always the same statement for so many rows.
 */
export async function writePartitions(
  connections: readonly DuckDBConnection[],
  contract: Contract,
  stretches: readonly Stretch[],
  folder: string,
): Promise<PartitionFile[]> {
  const small = stretches.filter((stretch) => rowsOf(stretch) <= smallRows);
  const writes = stretches
    .filter((stretch) => rowsOf(stretch) > smallRows)
    .map((stretch) => async (connection: DuckDBConnection) => {
      await mkdir(dirname(pathOf(contract, stretch, folder)), { recursive: true });
      await writeOne(connection, stretch, pathOf(contract, stretch, folder));
    });
  if (small.length > 0) writes.unshift((connection) => writeMany(connection, contract, small, folder));
  const queue = writes.values();
  await forEachLimited(connections, connections.length, async (connection) => {
    for (const write of queue) await write(connection);
  });
  return stretches.map((stretch) => ({
    key: partitionKey(contract.name, pairsOf(contract, stretch)),
    path: pathOf(contract, stretch, folder),
    rows: rowsOf(stretch),
  }));
}

async function writeOne(connection: DuckDBConnection, stretch: Stretch, path: string): Promise<void> {
  // The table is sorted, and one thread keeps its order.
  const rows = `select * from rows where rowid between ${stretch.first} and ${stretch.last}`;
  await connection.run(`copy (${rows}) to '${path}' (${format})`);
}

async function writeMany(
  connection: DuckDBConnection,
  contract: Contract,
  stretches: readonly Stretch[],
  folder: string,
): Promise<void> {
  const [, ...inner] = contract.partitionBy;
  const order = [...inner, contract.id].map((name) => `"${name}"`).join(', ');
  const within = stretches.map(({ first, last }) => `rowid between ${first} and ${last}`).join(' or ');
  const partitioned = `partition_by (${inner.join(', ')}), write_partition_columns true, filename_pattern 'part-{i}'`;
  const [first, last] = [stretches[0]?.first ?? 0, stretches.at(-1)?.last ?? -1];
  const rows = `select * from rows where rowid between ${first} and ${last} and (${within}) order by ${order}`;
  await connection.run(`copy (${rows}) to '${folder}' (${format}, ${partitioned}, overwrite_or_ignore true)`);
}

function rowsOf({ first, last }: Stretch): number {
  return last - first + 1;
}

function pairsOf({ partitionBy }: Contract, { values }: Stretch): [string, string][] {
  return partitionBy.map((name, at) => [name, values[at] ?? '']);
}

/** Where DuckDB writes a partition, and we beside it. */
function pathOf(contract: Contract, stretch: Stretch, folder: string): string {
  const [, ...inner] = pairsOf(contract, stretch);
  return join(folder, ...inner.map(([name, value]) => `${name}=${value}`), 'part-0.parquet');
}
