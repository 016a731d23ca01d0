import type { DuckDBConnection } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import type { Conflicts } from '../../lib/run/records.ts';
import { readConflicts } from '../../lib/stages/rank/read-conflicts.ts';
import { openDuckDB } from '../open-duckdb.ts';

let connection: DuckDBConnection;
let close: () => void;
beforeEach(async () => {
  ({ connection, close } = await openDuckDB());
});
afterEach(() => close());

/** One id on three ingest dates for 1, 2 and 3 KRW, another on the last two for -5 USD and 5 USD, of two feeds. */
async function conflictsOf(...derived: string[]): Promise<Record<string, Conflicts>> {
  await connection.run(`create table ranked as select * from (values
      ('a', 'x/1', 1, date '2025-09-01', 1.00, 'KRW'), ('a', 'x/2', 1, date '2025-09-02', 2.00, 'KRW'),
      ('a', 'x/3', 1, date '2025-09-03', 3.00, 'KRW'),
      ('b', 'x/2', 2, date '2025-09-02', -5.00, 'USD'), ('b', 'y/3', 2, date '2025-09-03', 5.00, 'USD')
    ) rows (transaction_id, source_file, source_line, ingest_date, signed_amount, currency)
    cross join (select 1::bigint as version, date '2025-09-01' as txn_date, 30 as lookback_days, 'approved' as status)`);
  return readConflicts(connection, transactions, [30], derived);
}
const rowsBy = (found: Record<string, Conflicts>): [string, Conflicts['feeds']][] =>
  Object.entries(found).map(([date, { feeds }]) => [date, feeds]);

test('a pair is of the date that brings the row which outranks, if the run derives it', async () => {
  const found = await conflictsOf('2025-09-01', '2025-09-02', '2025-09-03');
  expect(rowsBy(found)).toEqual([
    ['2025-09-02', { x: 1 }],
    ['2025-09-03', { x: 1, y: 1 }],
  ]);
  expect(found['2025-09-02']?.examples).toEqual([
    { file: 'x/1', line: 1, reason: '1.00 KRW approved, outranked by x/2:1 with 2.00 KRW approved' },
  ]);
  expect(found['2025-09-03']).toMatchObject({
    rows: 2,
    leaves: { KRW: '2.00', USD: '-5.00' },
    comes: { KRW: '3.00', USD: '5.00' },
    examples: [
      { file: 'x/2', line: 1, reason: '2.00 KRW approved, outranked by x/3:1 with 3.00 KRW approved' },
      { file: 'x/2', line: 2, reason: '-5.00 USD approved, outranked by y/3:2 with 5.00 USD approved' },
    ],
  });
});

test('else of the outranked one’s', async () => {
  expect(rowsBy(await conflictsOf('2025-09-02'))).toEqual([['2025-09-02', { x: 3 }]]);
});

test('what other runs have told is not told again', async () => {
  expect(rowsBy(await conflictsOf('2025-09-01'))).toEqual([['2025-09-01', { x: 1 }]]);
  await connection.run('drop table ranked; drop table conflicts');
  expect(await conflictsOf('2025-09-04')).toEqual({});
  await connection.run('drop table ranked; drop table conflicts');
  expect(await conflictsOf()).toEqual({});
});

test('the digest is of who contradicts whom, and of nothing else', async () => {
  const of = async (...derived: string[]): Promise<string | undefined> => {
    await connection.run('drop table if exists ranked; drop table if exists conflicts');
    return (await conflictsOf(...derived))['2025-09-03']?.digest;
  };
  const first = await of('2025-09-03');
  expect(await of('2025-09-01', '2025-09-02', '2025-09-03')).toBe(first);
  await connection.run("drop table conflicts; update ranked set signed_amount = 4 where source_file = 'x/3'");
  const changed = await readConflicts(connection, transactions, [30], ['2025-09-03']);
  expect(changed['2025-09-03']?.digest).not.toBe(first);
});
