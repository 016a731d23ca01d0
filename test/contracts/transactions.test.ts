import { expect, test } from 'vitest';
import { fileColumns } from '../../lib/contracts/contract.ts';
import { duckdbType } from '../../lib/contracts/duckdb-type.ts';
import { contracts } from '../../lib/datasets/contracts.ts';
import { findContract } from '../../lib/datasets/find-contract.ts';
import { feeds } from '../../lib/datasets/find-feed.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { ruleNames } from './rule-names.ts';

/** Section 3 of the interfaces, in order: column, type in Silver, whether the file must have it (derived: no file). */
const table: [string, string, 'required' | 'optional' | 'derived'][] = [
  ['transaction_id', 'VARCHAR', 'required'],
  ['version', 'BIGINT', 'optional'],
  ['customer_id', 'VARCHAR', 'required'],
  ['card_id', 'VARCHAR', 'required'],
  ['merchant_id', 'VARCHAR', 'required'],
  ['merchant_name', 'VARCHAR', 'optional'],
  ['txn_ts', 'TIMESTAMP', 'required'],
  ['amount', 'DECIMAL(18, 2)', 'required'],
  ['currency', 'VARCHAR', 'required'],
  ['mcc', 'VARCHAR', 'required'],
  ['status', 'VARCHAR', 'required'],
  ['is_refund', 'BOOLEAN', 'required'],
  ['channel', 'VARCHAR', 'required'],
  ['original_transaction_id', 'VARCHAR', 'optional'],
  ['txn_date', 'DATE', 'derived'],
  ['ingest_date', 'DATE', 'derived'],
  ['source_file', 'VARCHAR', 'derived'],
  ['source_line', 'BIGINT', 'derived'],
];

test('the columns are those of the interfaces, in order, with their types', () => {
  const declared = transactions.columns.map(({ name, type, required, derived }) => [
    name,
    duckdbType(type).toUpperCase(),
    derived ? 'derived' : required ? 'required' : 'optional',
  ]);
  expect(declared).toEqual(table);
  expect(fileColumns(transactions).map(({ name }) => name)).toEqual(
    table.filter(([, , need]) => need !== 'derived').map(([name]) => name),
  );
});

test('key, partitions, version and gate', () => {
  expect(transactions).toMatchObject({
    name: 'transactions',
    version: 1,
    id: 'transaction_id',
    key: ['transaction_id', 'txn_date'],
    partitionBy: ['txn_date', 'mcc'],
    partitionPrefix: 'm',
    measures: [{ column: 'amount', isMoney: true, unit: { column: 'currency' }, negativeWhen: 'is_refund' }],
    gate: {
      quarantined_share: { severity: 'block', above: 0.05 },
      quarantined_rows: { severity: 'warn', above: 0.01 },
    },
  });
});

const samples: Record<string, { good: string[]; bad: string[] }> = {
  transaction_id: {
    good: ['abcd-12_', 'A'.repeat(64)],
    bad: ['a'.repeat(7), 'a'.repeat(65), 'abcd 1234', 'abcdéfgh', 'abcd1234\n'],
  },
  customer_id: { good: ['C', 'c-_9'.repeat(16)], bad: ['', 'a'.repeat(65), 'a.b', '카드'] },
  card_id: { good: ['card-1234'], bad: ['****1234'] },
  merchant_id: { good: ['MER1000'], bad: ['MER/1'] },
  currency: { good: ['KRW'], bad: ['krw', 'KR', 'KRWX', 'KR1'] },
  mcc: { good: ['0000', '5411'], bad: ['541', '54111', 'abcd', '٥٤١١'] },
  original_transaction_id: { good: ['abcd-12_'], bad: ['short', 'a b c d e'] },
};

test.each(Object.entries(samples))('the pattern of %s', (name, { good, bad }) => {
  const type = transactions.columns.find((column) => column.name === name)?.type;
  const pattern = new RegExp(type?.kind === 'text' ? (type.pattern ?? 'none') : 'none');
  expect(good.filter((text) => !pattern.test(text))).toEqual([]);
  expect(bad.filter((text) => pattern.test(text))).toEqual([]);
});

test('closed sets, letter case and limits', () => {
  const types = Object.fromEntries(transactions.columns.map(({ name, type }) => [name, type]));
  expect(types.status).toMatchObject({ oneOf: ['approved', 'declined'], letterCase: 'lower' });
  expect(types.channel).toMatchObject({ oneOf: ['online', 'pos', 'mobile', 'unknown'], letterCase: 'lower' });
  expect(types.currency).toMatchObject({ letterCase: 'upper' });
  expect(types.merchant_name).toMatchObject({ maxLength: 200 });
  expect(types.version).toEqual({ kind: 'integer', maxDigits: 18, min: 1 });
  expect(transactions.columns.find(({ name }) => name === 'version')?.whenMissing).toBe('1');
});

test('the rules a row can break follow from the contract', () => {
  expect(ruleNames(transactions)).toHaveLength(4 + 11 + 14);
  expect(ruleNames(transactions)).not.toContain('missing:version');
});

test('zones, late days and look-back of the feeds', () => {
  expect(feeds.transactions).toMatchObject({ zone: 'Asia/Seoul', lateDays: 2, lookbackDays: 30 });
  expect(feeds['purchase-cards']).toMatchObject({
    zone: 'Europe/London',
    lateDays: 'unlimited',
    lookbackDays: 'unlimited',
    dataset: 'transactions',
  });
});

test('an unknown dataset is wrong usage, also one that every object has a property of', () => {
  expect(findContract('transactions')).toBe(contracts.transactions);
  for (const name of ['trade', '', 'Transactions', 'constructor', 'toString', '__proto__', 'valueOf']) {
    expect(() => findContract(name), name).toThrow(expect.objectContaining({ kind: 'usage' }));
  }
});
