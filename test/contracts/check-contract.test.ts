import { expect, test } from 'vitest';
import { checkContract } from '../../lib/contracts/check-contract.ts';
import type { Column, Contract } from '../../lib/contracts/contract.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';

const decimal = (name: string, precision: number, scale: number): Column => ({
  name,
  type: { kind: 'decimal', precision, scale },
  required: true,
  classification: 'business',
  description: '',
});
const withScale = (name: string, scale: number): Column[] =>
  transactions.columns.map((column) => (column.name === name ? decimal(name, 18, scale) : column));
/** The columns with a product called `total`, and a decimal of 25 digits. */
const withProduct = (product: [string, string], scale = 2): Column[] => [
  ...transactions.columns,
  decimal('long', 25, 2),
  { ...decimal('total', 38, scale), derived: true, product },
];

/** [what is wrong, the contract's part that is, what the error has to name] */
const typos: [string, Partial<Contract>, RegExp][] = [
  ['the id', { id: 'transaction_idd' }, /id "transaction_idd" is no column/],
  ['a version that is no number', { versionOrder: 'status' }, /versionOrder "status" is no integer/],
  ['an event time that is none', { eventTime: 'txn_date' }, /eventTime "txn_date" is no instant/],
  ['an event date that is none', { eventDate: 'txn_ts' }, /eventDate "txn_ts" is no date/],
  ['a key column', { key: ['transaction_id', 'day'] }, /key "day" is no column/],
  ['a partition column', { partitionBy: ['txn_date', 'mc'] }, /partitionBy "mc" is no column/],
  [
    'a partition that does not begin with the date',
    { partitionBy: ['mcc', 'txn_date'] },
    /partitionBy begins with txn_date/,
  ],
  [
    'a measure of text',
    { measures: [{ name: 'amount', column: 'mcc', isMoney: true, unit: { column: 'currency' } }] },
    /measure amount: column "mcc" is no decimal/,
  ],
  [
    'a unit',
    { measures: [{ name: 'amount', column: 'amount', isMoney: true, unit: { column: 'curency' } }] },
    /measure amount: unit "curency" is no column/,
  ],
  [
    'what makes it negative',
    {
      measures: [{ name: 'a', column: 'amount', isMoney: true, unit: { constant: 'KRW' }, negativeWhen: 'status' }],
    },
    /measure a: negativeWhen "status" is no boolean/,
  ],
  [
    'a measure called rows',
    { measures: [{ name: 'rows', column: 'amount', isMoney: true, unit: { constant: 'KRW' } }] },
    /measure "rows"/,
  ],
  [
    'a measure twice',
    { measures: [...transactions.measures, ...transactions.measures] },
    /measure "amount" stands twice/,
  ],
  ['a measure that totals would round', { columns: withScale('amount', 9) }, /measure amount has more than 8 decimals/],
  ['a product of text', { columns: withProduct(['mcc', 'amount']) }, /product total: factor "mcc" is no decimal/],
  [
    'a product of too long factors',
    { columns: withProduct(['amount', 'long']) },
    /total has a factor of more than 24 digits/,
  ],
  [
    'a product of more decimals',
    { columns: withProduct(['amount', 'amount'], 5) },
    /total has more decimals than its factors/,
  ],
  [
    'a column twice',
    { columns: [...transactions.columns, ...transactions.columns.slice(0, 1)] },
    /transaction_id.*twice/,
  ],
  [
    'a column of the gate',
    {
      gate: {
        ...transactions.gate,
        conflicting_duplicates: { severity: 'block', above: 0, columns: ['amount', 'stats'] },
      },
    },
    /gate.conflicting_duplicates "stats" is no column/,
  ],
  [
    'a column whose shares are watched',
    { gate: { ...transactions.gate, distribution: { ...transactions.gate.distribution, columns: ['chanel'] } } },
    /gate.distribution "chanel" is no column/,
  ],
];

test.each(typos)(
  'a typo in %s never reaches Bronze: it is named where the contract is registered',
  (_, part, named) => {
    const contract = { ...transactions, ...part };
    expect(() => checkContract(contract)).toThrow(named);
    expect(() => checkContract(contract)).toThrow(/^contract transactions: /);
  },
);

/** What is wrong with a contract, and all that is said of it. */
const said: [string, Partial<Contract>, string][] = [
  ['a reference to another id', { idReferences: ['origin'] }, 'idReferences "origin" is no column'],
  ['a version that is no column', { versionOrder: 'revision' }, 'versionOrder "revision" is no column'],
  [
    'a unit that is no text',
    { measures: [{ name: 'a', column: 'amount', isMoney: true, unit: { column: 'version' } }] },
    'measure a: unit "version" is no text',
  ],
  [
    'a product that is read from the file',
    { columns: [...transactions.columns, { ...decimal('total', 38, 2), product: ['amount', 'amount'] }] },
    'product total is no derived decimal',
  ],
  [
    'a product of whole numbers',
    {
      columns: [
        ...transactions.columns,
        {
          ...decimal('total', 1, 1),
          type: { kind: 'integer', maxDigits: 9, min: 0 },
          derived: true,
          product: ['amount', 'amount'],
        },
      ],
    },
    'product total is no derived decimal',
  ],
  [
    'a product of no columns',
    { columns: withProduct(['amont', 'amount']) },
    'product total: factor "amont" is no column',
  ],
];

test.each(said)('%s is named, and nothing else is', (_, part, message) => {
  expect(() => checkContract({ ...transactions, ...part })).toThrow(new Error(`contract transactions: ${message}`));
});

test('a column that stands there three times is named for each time too many', () => {
  const again = transactions.columns.slice(0, 1);
  const columns = [...transactions.columns, ...again, ...again];
  expect(() => checkContract({ ...transactions, columns })).toThrow(
    'column "transaction_id" stands twice; column "transaction_id" stands twice',
  );
});

test('a measure may have one unit for all, and a contract no reference to other ids', () => {
  const { idReferences: _, ...contract } = transactions;
  const measures = [{ name: 'weight', column: 'amount', isMoney: false, unit: { constant: 'kg' } }];
  expect(() => checkContract({ ...contract, measures })).not.toThrow();
});

test('what is at a bound is within it: eight decimals, factors of 24 digits, as many decimals as the factors have', () => {
  expect(() => checkContract({ ...transactions, columns: withScale('amount', 8) })).not.toThrow();
  expect(() => checkContract({ ...transactions, columns: withProduct(['amount', 'amount'], 4) })).not.toThrow();
  const columns = [...withProduct(['amount', 'wide']), decimal('wide', 24, 2)];
  expect(() => checkContract({ ...transactions, columns })).not.toThrow();
});

test('paths are looked at as well', () => {
  expect(() => checkContract({ ...transactions, partitionPrefix: '1' })).toThrow(/partitionPrefix is/);
});

test('all of them are named at once; a contract without any is given back as it is', () => {
  expect(() => checkContract({ ...transactions, id: 'x', eventTime: 'y' })).toThrow(/"x" .*; .*"y"/);
  expect(checkContract(transactions)).toBe(transactions);
  const { versionOrder: _, ...plain } = transactions;
  expect(checkContract({ ...plain, measures: [] })).toMatchObject({ measures: [] });
});
