import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Column, Contract } from '../../lib/contracts/contract.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import type { Finding } from '../../lib/run/date-summary.ts';
import { findMinorUnits } from '../../lib/stages/accept/find-minor-units.ts';
import { findOddValues } from '../../lib/stages/accept/find-odd-values.ts';
import { findUnlistedCurrencies } from '../../lib/stages/accept/find-unlisted-currencies.ts';
import { openDuckDB } from '../open-duckdb.ts';

/*
 * What is told of accepted rows though nothing is wrong with them.
 */

let connection: DuckDBConnection;
let close: () => void;
beforeAll(async () => {
  ({ connection, close } = await openDuckDB());
});
afterAll(() => close());

/** Accepted rows, sound but for what a test says; each on a line of its own of `f` unless it names another place. */
async function accept(...rows: Record<string, string | number>[]): Promise<void> {
  const usual = {
    transaction_id: 't',
    customer_id: 'c',
    card_id: 'k',
    merchant_id: 'm',
    merchant_name: 'Shop',
    original_transaction_id: 't',
    amount: '1.00',
    currency: 'KRW',
    mcc: '5411',
    status: 'approved',
    channel: 'pos',
    file: 'f',
  };
  const values = rows.map((row, at) => ({ ...usual, line: at + 1, ...row }));
  const literal = (value: string | number): string =>
    typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
  const names = Object.keys(values[0] ?? {});
  const tuples = values.map((row: Record<string, string | number>) =>
    names.map((name) => literal(row[name] ?? '')).join(', '),
  );
  await connection.run(`create or replace table accepted as select * replace (amount::decimal(18, 2) as amount)
    from (values (${tuples.join('), (')})) rows ("${names.join('", "')}")`);
}

const units = async (): Promise<unknown[]> => findMinorUnits(connection, transactions);
const odd = (contract: Contract = transactions): Promise<Finding[]> => findOddValues(connection, contract);

test.each([
  ['100.00', 'KRW', false],
  ['100.50', 'KRW', true],
  ['0.01', 'KRW', true],
  ['100.50', 'JPY', true],
  ['100.50', 'USD', false],
  // What ISO 4217 gives three decimals, or none at all, has no more than it may.
  ['100.55', 'KWD', false],
  ['100.50', 'XAU', false],
  ['100.50', 'ZZZ', false],
])('%s %s has more decimals than ISO 4217 gives it: %s', async (amount, currency, found) => {
  await accept({ amount, currency });
  expect(await units()).toHaveLength(found ? 1 : 0);
});

test('decimals too many are told by currency, with how many rows and the first of them', async () => {
  await accept(
    { amount: '1.50', file: 'g', line: 1 },
    { amount: '1.50', file: 'f', line: 9 },
    { amount: '1.50', file: 'f', line: 8 },
    { amount: '1.00', file: 'a', line: 1 },
    { amount: '0.10', currency: 'JPY', file: 'f', line: 3 },
  );
  expect(await units()).toEqual([
    { kind: 'minor_units', value: 'JPY', count: 1, file: 'f', line: 3 },
    { kind: 'minor_units', value: 'KRW', count: 3, file: 'f', line: 8 },
  ]);
});

test('a contract of whole amounts, or of none that is decimal, has no decimals to tell of', async () => {
  const withAmount = (type: Column['type']): Contract => ({
    ...transactions,
    columns: transactions.columns.map((column) => (column.name === 'amount' ? { ...column, type } : column)),
  });
  await accept({ amount: '1.50' });
  expect(await findMinorUnits(connection, withAmount({ kind: 'decimal', precision: 18, scale: 0 }))).toEqual([]);
  expect(await findMinorUnits(connection, withAmount({ kind: 'integer', maxDigits: 18, min: 0 }))).toEqual([]);
});

test.each([
  ['1.005', 'USD', true],
  ['1.010', 'USD', false],
  ['1.005', 'KWD', false],
  ['1.500', 'KRW', true],
  ['2.000', 'KRW', false],
])('where a contract has three decimals, %s %s has more than it may: %s', async (amount, currency, found) => {
  const type = { kind: 'decimal', precision: 18, scale: 3 } as const;
  const columns = transactions.columns.map((column) => (column.name === 'amount' ? { ...column, type } : column));
  await accept({ currency });
  await connection.run(
    `create or replace table accepted as select * replace (${amount}::decimal(18, 3) as amount) from accepted`,
  );
  expect(await findMinorUnits(connection, { ...transactions, columns })).toHaveLength(found ? 1 : 0);
});

test('currencies that ISO 4217 does not list are told, with how many rows and the first of them', async () => {
  await accept(
    { currency: 'ZZZ', file: 'g', line: 1 },
    { currency: 'ZZZ', file: 'f', line: 9 },
    { currency: 'ZZZ', file: 'f', line: 8 },
    { currency: 'USD', file: 'a', line: 1 },
    { currency: 'HRK', file: 'f', line: 3 },
  );
  expect(await findUnlistedCurrencies(connection, transactions)).toEqual([
    { kind: 'unlisted_currency', value: 'HRK', count: 1, file: 'f', line: 3 },
    { kind: 'unlisted_currency', value: 'ZZZ', count: 3, file: 'f', line: 8 },
  ]);
});

test('where nothing is money, or the contract does not ask, currencies and decimals are nothing to tell of', async () => {
  await accept({ currency: 'ZZZ' }, { amount: '0.50' });
  const { minor_units: _, unlisted_currencies: __, ...gate } = transactions.gate;
  const [measure] = transactions.measures as [Contract['measures'][number]];
  for (const contract of [
    { ...transactions, gate },
    { ...transactions, measures: [] },
    { ...transactions, measures: [{ ...measure, isMoney: false }] },
  ])
    for (const find of [findMinorUnits, findUnlistedCurrencies]) expect(await find(connection, contract)).toEqual([]);
});

test.each(['null', 'NONE', 'NaN', 'n/a', 'N-A', 'n_a', 'na', 'nil', 'Undefined', '\\N'])(
  '%s is a word for nothing, and no id',
  async (word) => {
    await accept({ customer_id: word });
    expect(await odd()).toEqual([
      { kind: 'null_word', column: 'customer_id', value: word, count: 1, file: 'f', line: 1 },
    ]);
  },
);

test.each(['nullable', 'none-1', 'na1', '-', '0', 'undefined-', "o'null"])('%s is an id', async (id) => {
  await accept({ customer_id: id });
  expect(await odd()).toEqual([]);
});

test('ids are looked at, also that of what a refund refers to; texts, codes and words of a list are not', async () => {
  await accept({ transaction_id: 'null', card_id: 'null', merchant_id: 'null', original_transaction_id: 'null' });
  expect((await odd()).map(({ column }) => column)).toEqual([
    'card_id',
    'merchant_id',
    'original_transaction_id',
    'transaction_id',
  ]);
  await connection.run('drop table accepted');
  await accept({ merchant_name: 'null', currency: 'nil', mcc: 'null', status: 'none', channel: 'na' });
  expect(await odd()).toEqual([]);
});

test('a pseudonym is an id under any name, if it has a pattern', async () => {
  const named = (changes: Partial<Column>): Contract => ({
    ...transactions,
    columns: transactions.columns.map((column) => (column.name === 'mcc' ? { ...column, ...changes } : column)),
  });
  await accept({ mcc: 'null' });
  expect(await odd(named({ classification: 'pseudonym' }))).toMatchObject([{ kind: 'null_word', column: 'mcc' }]);
  expect(await odd(named({ classification: 'pseudonym', type: { kind: 'text', maxLength: 4 } }))).toEqual([]);
});

test('each word of a column is told by itself, with how often and where it stands first', async () => {
  await accept(
    { customer_id: 'null', file: 'g', line: 1 },
    { customer_id: 'null', file: 'f', line: 9 },
    { customer_id: 'null', file: 'f', line: 2 },
    { customer_id: 'NA', file: 'h', line: 4 },
  );
  const common = { kind: 'null_word', column: 'customer_id' };
  expect(await odd()).toEqual([
    { ...common, value: 'NA', count: 1, file: 'h', line: 4 },
    { ...common, value: 'null', count: 3, file: 'f', line: 2 },
  ]);
});

test.each([
  ['"Shop"', true],
  ['""', true],
  ['"', false],
  ['"Shop', false],
  ['Shop"', false],
  ['The "Shop"', false],
  ["'Shop'", false],
])('a name that is written %s keeps quotes around it: %s', async (merchant_name, found) => {
  await accept({ merchant_name });
  expect(await odd()).toHaveLength(found ? 1 : 0);
});

test('codes and words of a list are not looked at for quotes', async () => {
  await accept({ mcc: '"5411"', currency: '"KRW"', status: '"approved"', channel: '"pos"' });
  expect(await odd()).toEqual([]);
});

test('names in quotes are counted, and the first is shown', async () => {
  await accept(
    { merchant_name: '"B"', file: 'g', line: 1 },
    { merchant_name: '"C"', file: 'f', line: 9 },
    { merchant_name: '"A"', file: 'f', line: 2 },
    { merchant_name: 'A', file: 'a', line: 1 },
  );
  expect(await odd()).toEqual([
    { kind: 'outer_quotes', column: 'merchant_name', value: '"A"', count: 3, file: 'f', line: 2 },
  ]);
});

test('a contract without ids and texts has nothing to look at', async () => {
  await accept({ merchant_name: '"A"' });
  const columns = transactions.columns.filter(({ name }) => ['amount', 'status', 'mcc'].includes(name));
  expect(await odd({ ...transactions, columns })).toEqual([]);
});
