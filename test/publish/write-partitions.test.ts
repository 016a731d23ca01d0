import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { type Engine, openEngine } from '../../lib/lake/engine.ts';
import { layOut, type Partition } from '../../lib/stages/publish/lay-out.ts';
import { findStretches, writePartitions } from '../../lib/stages/publish/write-partitions.ts';

let engine: Engine;
let connections: DuckDBConnection[];
let folders = 0;
beforeAll(async () => {
  engine = await openEngine({ memoryMiB: 1024, threads: 1 });
  connections = [await engine.connect(), await engine.connect()];
});
afterAll(() => engine.close());

const codeOf = (at: number): string => String(1000 + at);

/**
 * The table `rows` as a staged file has it, with partitions of these sizes; ids lie in another order than their hashes. Before them
 * come as many rows of the day before, as another date of the chunk.
 */
async function makeRows(sizes: readonly number[], before = 0): Promise<void> {
  const columns = transactions.columns.map(({ name }) => {
    if (name === 'transaction_id') return "md5(place || '-' || number) as transaction_id";
    if (name === 'mcc') return `cast(1000 + place as varchar) as mcc`;
    if (name === 'txn_date') return "date '2025-09-10' as txn_date";
    return `'${name}' as "${name}"`;
  });
  await connections[0]?.run(`create or replace table rows as
    select * replace (txn_date - 1 as txn_date) from (select ${columns.join(', ')} from (select 0 as place), range(0, ${before}) numbers(number))
    union all
    select * from (select ${columns.join(', ')}
      from (select unnest([${sizes.join(', ')}]) as size, generate_subscripts([${sizes.join(', ')}], 1) - 1 as place) sizes,
        range(0, size) numbers(number)
      order by txn_date, mcc, transaction_id)`);
}

/** The files of `rows`' last date: one a value, or as the product lays them out. */
async function partitionsOf(form: 'by value' | 'as laid out'): Promise<Partition[]> {
  const [connection] = connections as [DuckDBConnection];
  const stretches = (await findStretches(connection, transactions)).filter(({ date }) => date === '2025-09-10');
  if (form === 'as laid out') return layOut(transactions, stretches);
  return stretches.map(({ value, first, last }) => ({ key: value, first, last, isMixed: false }));
}

type Written = { codes: string[]; ids: string[]; sha256: string };

/** Writes partitions of `rows`; rows in the order of the file, and the hash of its bytes, by key. */
async function write(
  through: readonly DuckDBConnection[],
  partitions: readonly Partition[],
): Promise<Map<string, Written>> {
  const [connection] = through as [DuckDBConnection];
  folders += 1;
  const files = await writePartitions(through, partitions, join(engine.scratch, `folder-${folders}`));
  const paths = files.map(({ path }) => `'${path}'`).join(', ');
  const found = await connection.runAndReadAll(`
    select filename, list(mcc order by file_row_number), list(transaction_id order by file_row_number)
    from read_parquet([${paths}], hive_partitioning = false, filename = true, file_row_number = true)
    group by filename`);
  const rowsOf = new Map(
    found.getRowsJson().map(([path, codes, ids]) => [path, { codes: codes as string[], ids: ids as string[] }]),
  );
  const written = new Map<string, Written>();
  for (const { key, path, rows } of files) {
    const { codes = [], ids = [] } = rowsOf.get(path) ?? {};
    expect(ids).toHaveLength(rows);
    const sha256 = createHash('sha256').update(await readFile(path));
    written.set(key, { codes, ids, sha256: sha256.digest('hex') });
  }
  return written;
}

describe('rows of every partition file stand in order of their ids', () => {
  // Sizes around those at which DuckDB hands slices on in another way; so many partitions that their rows do not fit one vector.
  it.each([48, 49, 65, 90, 128])('120 partitions of %i rows', async (size) => {
    await makeRows(Array.from({ length: 120 }, () => size));
    const written = await write(connections, await partitionsOf('by value'));
    expect(written.size).toBe(120);
    const unsorted = [...written].filter(([, { ids }]) => ids.join() !== ids.toSorted().join());
    expect(unsorted.map(([code]) => code)).toEqual([]);
  });
});

describe('the bytes of a partition file are a function of its own rows', () => {
  const sizes = [3, 48, 49, 130, 1, 2049, 20];

  it('whatever else is written beside it, and by how many connections', async () => {
    await makeRows(sizes);
    const together = await write(connections, await partitionsOf('by value'));
    expect([...together.keys()]).toEqual(sizes.map((_, at) => codeOf(at)));
    expect(await write(connections.slice(0, 1), await partitionsOf('by value'))).toEqual(together);
    for (const [at, size] of sizes.entries()) {
      await connections[0]?.run('create or replace table every as select * from rows');
      await connections[0]?.run(`create or replace table rows as select * from every where mcc = '${codeOf(at)}'`);
      const alone = await write(connections, await partitionsOf('by value'));
      expect([size, alone.get(codeOf(at))]).toEqual([size, together.get(codeOf(at))]);
      await connections[0]?.run('create or replace table rows as select * from every');
    }
  });

  it.each([
    ['a mixed file', Array.from({ length: 80 }, (_, at) => 20 + at), [1, 1000, 2047, 2048, 130_000]],
    ['a partition', [123_000], [1, 2047]],
  ])('also of several row groups, wherever its rows stand in the chunk: %s', async (_, sizes, places) => {
    await makeRows(sizes);
    const alone = await write(connections, await partitionsOf('as laid out'));
    for (const before of places) {
      await makeRows(sizes, before);
      expect([before, await write(connections, await partitionsOf('as laid out'))]).toEqual([before, alone]);
    }
  });
});

describe('a date with fewer than 100 rows a value is one file', () => {
  const key = (value: string): string => `transactions/p_txn_date=2025-09-10/p_mcc=${value}/part-0000.parquet`;

  it.each([
    ['99 of one value', [99], ['mixed']],
    ['100 of one value', [100], ['m1000']],
    ['one short of 100 a value', [198, 1], ['mixed']],
    ['exactly 100 a value, on the whole', [199, 1], ['m1000', 'm1001']],
    ['many', [1, 1, 1, 397], ['m1000', 'm1001', 'm1002', 'm1003']],
    ['none', [], []],
  ])('%s', async (_, sizes, values) => {
    await makeRows(sizes, 7);
    expect((await partitionsOf('as laid out')).map(({ key }) => key)).toEqual(values.map(key));
  });

  it('sorted by the second column, then the id, in row groups that a filter on that column skips', async () => {
    const sizes = Array.from({ length: 100 }, (_, at) => 10 + at);
    await makeRows(sizes);
    const partitions = await partitionsOf('as laid out');
    const { codes = [], ids = [] } = (await write(connections, partitions)).get(key('mixed')) ?? {};
    expect(codes).toEqual(codes.toSorted());
    for (const code of new Set(codes)) {
      const own = ids.filter((_, at) => codes[at] === code);
      expect(own).toEqual(own.toSorted());
    }
    const path = join(engine.scratch, `folder-${folders}`, '0.parquet');
    const groups = await connections[0]?.runAndReadAll(`select row_group_num_rows, stats_min_value, stats_max_value
      from parquet_metadata('${path}') where path_in_schema = 'mcc' order by row_group_id`);
    const found = groups?.getRowsJson() ?? [];
    expect(found.map(([rows]) => Number(rows))).toEqual([2048, 2048, 1854]);
    const reached = [...new Set(codes)].map(
      (code) => found.filter(([, min, max]) => String(min) <= code && code <= String(max)).length,
    );
    expect(reached.filter((groups) => groups > 1).length).toBeLessThanOrEqual(found.length - 1);
    expect(Math.max(...reached)).toBe(2);
  });
});
