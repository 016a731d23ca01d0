import { expect, test } from 'vitest';
import {
  type Column,
  type ColumnType,
  type Contract,
  fileColumns,
  indexedColumns,
  judgedColumns,
  type Measure,
} from '../../lib/contracts/contract.ts';
import { duckdbType } from '../../lib/contracts/duckdb-type.ts';
import { moneyOf } from '../../lib/contracts/money-of.ts';
import { unitOf } from '../../lib/contracts/unit-of.ts';
import { versionOf } from '../../lib/contracts/version-of.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';

const column = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  type: { kind: 'decimal', precision: 18, scale: 2 },
  required: true,
  classification: 'business',
  description: '',
  ...more,
});
const weight: Measure = { name: 'weight', column: 'weight', isMoney: false, unit: { constant: 'kg' } };
const price: Measure = { name: 'price', column: 'price', isMoney: true, unit: { column: 'currency' } };
const contract: Contract = {
  ...transactions,
  columns: [
    column('id'),
    column('total', { derived: true, product: ['price', 'weight'] }),
    column('price'),
    column('weight'),
    column('currency'),
    column('status'),
    column('source_file', { derived: true }),
  ],
  measures: [weight, price, { ...price, name: 'fee', column: 'total' }],
  gate: {
    ...transactions.gate,
    conflicting_duplicates: {
      severity: 'warn',
      above: 0,
      columns: ['status', 'price', 'currency', 'weight', 'id', 'nothing'],
    },
  },
};
const names = (columns: readonly Column[]): string[] => columns.map(({ name }) => name);

test('columns of the file are those that are not derived; judged are those too that are computed from them', () => {
  expect(names(fileColumns(contract))).toEqual(['id', 'price', 'weight', 'currency', 'status']);
  expect(names(judgedColumns(contract))).toEqual(['id', 'total', 'price', 'weight', 'currency', 'status']);
});

test('indexed is what tells rows of one version apart and is no measure or its unit, in the order of the contract', () => {
  expect(names(indexedColumns(contract))).toEqual(['id', 'status']);
});

test('money is the first measure that is, none where nothing is', () => {
  expect(moneyOf(contract)).toBe(price);
  expect(moneyOf({ ...contract, measures: [weight] })).toBeUndefined();
});

test('a unit is read off the row, or the same for all', () => {
  expect(unitOf(price, (name) => `${name} of the row`)).toBe('currency of the row');
  expect(unitOf(weight, () => 'x')).toBe('kg');
});

test('the version has the name of its column; of a dataset without one it is called version', () => {
  expect(versionOf({ ...contract, versionOrder: 'revision' })).toBe('revision');
  const { versionOrder: _, ...without } = contract;
  expect(versionOf(without)).toBe('version');
});

test.each<[ColumnType, string]>([
  [{ kind: 'text', maxLength: 3 }, 'varchar'],
  [{ kind: 'integer', maxDigits: 18, min: 1 }, 'bigint'],
  [{ kind: 'decimal', precision: 24, scale: 8 }, 'decimal(24, 8)'],
  [{ kind: 'instant' }, 'timestamp'],
  [{ kind: 'boolean' }, 'boolean'],
  [{ kind: 'date' }, 'date'],
])('%j is a %s of DuckDB', (type, expected) => {
  expect(duckdbType(type)).toBe(expected);
});
