import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { groupSetAside } from '../../lib/stages/accept/group-set-aside.ts';
import { openDuckDB } from '../open-duckdb.ts';
import { fillTables, type JudgedRow } from './judged-tables.ts';

let connection: DuckDBConnection;
let close: () => void;
beforeAll(async () => {
  ({ connection, close } = await openDuckDB());
});
afterAll(() => close());

async function group(
  setAside: JudgedRow[],
  contract = transactions,
): Promise<Awaited<ReturnType<typeof groupSetAside>>> {
  await fillTables(connection, contract, { setAside });
  return groupSetAside(connection, contract);
}

test('a row stands in the group of each rule it broke, with its money, and three examples by their lines', async () => {
  const broken = (line: number, rules: string[], amount: string | null, currency = 'KRW', file = 'f'): JudgedRow => ({
    ...{ line, rules, currency, file },
    signed_amount: amount,
    raw: `line ${line}`,
  });
  const { quarantine, held } = await group([
    broken(9, ['b', 'a'], '1.00'),
    broken(4, ['b'], '2.50', 'USD'),
    broken(7, ['b'], '-4.00'),
    broken(5, ['b'], null),
    broken(2, ['b'], '8.00', 'KRW', 'g'),
  ]);
  expect(held).toEqual([]);
  expect(quarantine).toEqual([
    { reason: 'a', file: 'f', rows: 1, money: { KRW: '1.00' }, examples: [{ line: 9, raw: 'line 9' }] },
    {
      reason: 'b',
      file: 'f',
      rows: 4,
      money: { KRW: '-3.00', USD: '2.50' },
      examples: [4, 5, 7].map((line) => ({ line, raw: `line ${line}` })),
    },
    { reason: 'b', file: 'g', rows: 1, money: { KRW: '8.00' }, examples: [{ line: 2, raw: 'line 2' }] },
  ]);
  expect(Object.keys(quarantine[1]?.money ?? {})).toEqual(['KRW', 'USD']);
});

test('rows that came too late are grouped by their business date', async () => {
  const late = (line: number, event_date: string): JudgedRow => ({
    ...{ line, event_date, currency: 'KRW' },
    signed_amount: '1.00',
    raw: 'late',
  });
  const { quarantine, held } = await group([late(1, '2025-09-02'), late(2, '2025-09-01'), late(3, '2025-09-02')]);
  expect(quarantine).toEqual([]);
  expect(held.map(({ reason, rows, money }) => [reason, rows, money])).toEqual([
    ['2025-09-01', 1, { KRW: '1.00' }],
    ['2025-09-02', 2, { KRW: '2.00' }],
  ]);
});

test('an example is cut off, and no card number comes of cutting', async () => {
  const blanks = ' '.repeat(284);
  const { quarantine } = await group([{ rules: ['a'], raw: `${blanks}41111111111111119` }]);
  expect(quarantine[0]?.examples).toEqual([{ line: 1, raw: `${blanks}411111••••••1111` }]);
});

test('where nothing is money no money is at stake', async () => {
  const { quarantine } = await group([{ rules: ['a'] }], { ...transactions, measures: [] });
  expect(quarantine).toMatchObject([{ reason: 'a', rows: 1, money: {} }]);
});
