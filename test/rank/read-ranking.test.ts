import type { DuckDBConnection } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { countResidual, readVerdicts } from '../../lib/stages/rank/read-ranking.ts';
import { openDuckDB } from '../open-duckdb.ts';

let connection: DuckDBConnection;
let close: () => void;
beforeEach(async () => {
  ({ connection, close } = await openDuckDB());
});
afterEach(() => close());

/** Rows of one id of 2.00 KRW: [day of September it came in, day it is about, look-back, whether another outranks it]. */
async function makeRows(...rows: [number, number, number, boolean][]): Promise<void> {
  const values = rows.map(
    ([came, about, lookback, outranked], at) =>
      `('a', date '2025-08-31' + ${about}, date '2025-08-31' + ${came}, 'f', ${at}, ${lookback}, ${outranked})`,
  );
  await connection.run(`create table ranked as select *, 'KRW' as currency, 2.00::decimal(18, 2) as signed_amount,
      source_line % 2 = 0 as superseded
    from (values ${values.join(', ')})
      r (transaction_id, txn_date, ingest_date, source_file, source_line, lookback_days, outranked)`);
  await connection.run('create view rows as select * exclude (superseded) from ranked');
  await connection.run('create view outranked as select * from ranked where outranked');
}

test.each<[string, [number, number, number, boolean][], number]>([
  ['one row', [[1, 1, 30, false]], 0],
  [
    'two of one date',
    [
      [1, 1, 0, false],
      [9, 1, 0, false],
    ],
    1,
  ],
  [
    'two within the look-back',
    [
      [1, 1, 8, false],
      [9, 2, 8, false],
    ],
    1,
  ],
  [
    'two beyond the smaller look-back',
    [
      [1, 1, 7, false],
      [9, 2, 30, false],
    ],
    0,
  ],
  [
    'two of which one is outranked',
    [
      [1, 1, 30, true],
      [9, 1, 30, false],
    ],
    0,
  ],
  [
    'three of one date',
    [
      [1, 1, 0, false],
      [2, 1, 0, false],
      [9, 1, 0, false],
    ],
    3,
  ],
])('law 3: winners that share an id are counted by pairs: %s', async (_, rows, pairs) => {
  await makeRows(...rows);
  expect(await countResidual(connection, transactions)).toBe(pairs);
});

test('each of the dates has its verdicts, one without rows has none of any; others are not told', async () => {
  await makeRows([1, 1, 0, true], [1, 2, 0, true], [2, 3, 0, false], [3, 4, 0, false]);
  const none = { loaded: 0, duplicate: 0, superseded: 0 };
  const money = { loaded: {}, duplicate: {}, superseded: {} };
  const amount = { loaded: { amount: {} }, duplicate: { amount: {} }, superseded: { amount: {} } };
  const two = { KRW: '2.00' };
  expect(await readVerdicts(connection, transactions, ['2025-09-01', '2025-09-02', '2025-09-09'])).toEqual({
    '2025-09-01': {
      rows: { ...none, duplicate: 1, superseded: 1 },
      money: { ...money, duplicate: two, superseded: two },
      measures: { ...amount, duplicate: { amount: two }, superseded: { amount: two } },
    },
    '2025-09-02': {
      rows: { ...none, loaded: 1 },
      money: { ...money, loaded: two },
      measures: { ...amount, loaded: { amount: two } },
    },
    '2025-09-09': { rows: none, money, measures: amount },
  });
  expect(await readVerdicts(connection, transactions, [])).toEqual({});
});
