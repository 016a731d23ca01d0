import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { type Engine, openEngine } from '../../lib/lake/engine.ts';
import { findStretches, writePartitions } from '../../lib/stages/publish/write-partitions.ts';

let engine: Engine;
let connections: DuckDBConnection[];
let folders = 0;
beforeAll(async () => {
  engine = await openEngine({ memoryMiB: 512, threads: 1 });
  connections = [await engine.connect(), await engine.connect()];
});
afterAll(() => engine.close());

const codeOf = (at: number): string => String(1000 + at);

/** The table `rows` as a staged file has it, with partitions of these sizes; ids lie in another order than their hashes. */
async function makeRows(sizes: readonly number[]): Promise<void> {
  const columns = transactions.columns.map(({ name }) => {
    if (name === 'transaction_id') return "md5(place || '-' || number) as transaction_id";
    if (name === 'mcc') return `cast(1000 + place as varchar) as mcc`;
    if (name === 'txn_date') return "date '2025-09-10' as txn_date";
    return `'${name}' as "${name}"`;
  });
  await connections[0]?.run(`create or replace table rows as
    select ${columns.join(', ')}
    from (select unnest([${sizes.join(', ')}]) as size, generate_subscripts([${sizes.join(', ')}], 1) - 1 as place) sizes,
      range(0, size) numbers(number)
    order by txn_date, mcc, transaction_id`);
}

/** Writes the partitions of `rows`; ids in the order of the file, and the hash of its bytes, by code. */
async function write(through: readonly DuckDBConnection[]): Promise<Map<string, { ids: string[]; sha256: string }>> {
  const [connection] = through as [DuckDBConnection];
  folders += 1;
  const stretches = await findStretches(connection, transactions);
  const folder = join(engine.scratch, `folder-${folders}`);
  const files = await writePartitions(through, transactions, stretches, folder);
  const paths = files.map(({ path }) => `'${path}'`).join(', ');
  const found = await connection.runAndReadAll(`
    select filename, list(transaction_id order by file_row_number)
    from read_parquet([${paths}], hive_partitioning = false, filename = true, file_row_number = true)
    group by filename`);
  const idsOf = new Map(found.getRowsJson().map(([path, ids]) => [path, ids as string[]]));
  const written = new Map<string, { ids: string[]; sha256: string }>();
  for (const { key, path, rows } of files) {
    const ids = idsOf.get(path) ?? [];
    expect(ids).toHaveLength(rows);
    const code = /mcc=m?(\d{4})/.exec(key)?.[1] ?? key;
    written.set(code, {
      ids,
      sha256: createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    });
  }
  return written;
}

describe('rows of every partition file stand in order of their ids', () => {
  // Sizes around those at which DuckDB hands slices on in another way; so many partitions that their rows do not fit one vector.
  it.each([48, 49, 65, 90, 128])('120 partitions of %i rows', async (size) => {
    await makeRows(Array.from({ length: 120 }, () => size));
    const written = await write(connections);
    expect(written.size).toBe(120);
    const unsorted = [...written].filter(([, { ids }]) => ids.join() !== ids.toSorted().join());
    expect(unsorted.map(([code]) => code)).toEqual([]);
  });
});

describe('the bytes of a partition file are a function of its own rows', () => {
  const sizes = [3, 48, 49, 130, 1, 2049, 20];

  it('whatever else is written beside it, and by how many connections', async () => {
    await makeRows(sizes);
    const together = await write(connections);
    expect([...together.keys()]).toEqual(sizes.map((_, at) => codeOf(at)));
    expect(await write(connections.slice(0, 1))).toEqual(together);
    for (const [at, size] of sizes.entries()) {
      await connections[0]?.run('create or replace table every as select * from rows');
      await connections[0]?.run(`create or replace table rows as select * from every where mcc = '${codeOf(at)}'`);
      const alone = await write(connections);
      expect([size, alone.get(codeOf(at))]).toEqual([size, together.get(codeOf(at))]);
      await connections[0]?.run('create or replace table rows as select * from every');
    }
  });
});
