import { expect, test } from 'vitest';
import type { Column, Contract, Measure } from '../../lib/contracts/contract.ts';
import { measureColumns, moneyColumns, signedSql, unitSql } from '../../lib/derive/measure-columns.ts';

const column = (name: string, type: Column['type']): Column => ({
  name,
  type,
  required: true,
  classification: 'business',
  description: '',
});
const columns = [
  column('currency', { kind: 'text', maxLength: 3 }),
  column('quantity', { kind: 'decimal', precision: 24, scale: 8 }),
  column('price', { kind: 'decimal', precision: 18, scale: 2 }),
];
const quantity: Measure = { name: 'volume', column: 'quantity', isMoney: false, unit: { constant: 'kg' } };
const price: Measure = { name: 'turnover', column: 'price', isMoney: true, unit: { column: 'currency' } };
const fees: Measure = {
  name: 'fees',
  column: 'price',
  isMoney: true,
  unit: { column: 'currency' },
  negativeWhen: 'is_refund',
};
const of = (...measures: Measure[]): Contract => ({ columns, measures }) as unknown as Contract;

test('the first measure that is money has the names of money, every other those of its own', () => {
  expect(measureColumns(of(quantity, price, fees))).toEqual([
    {
      measure: quantity,
      unit: 'unit_volume',
      value: 'signed_volume',
      type: 'decimal(24, 8)',
      sumType: 'decimal(38, 8)',
    },
    { measure: price, unit: 'currency', value: 'signed_amount', type: 'decimal(18, 2)', sumType: 'decimal(38, 2)' },
    { measure: fees, unit: 'unit_fees', value: 'signed_fees', type: 'decimal(18, 2)', sumType: 'decimal(38, 2)' },
  ]);
});

test('the columns of money are those of that measure, and none where nothing is money', () => {
  expect(moneyColumns(of(quantity, price, fees))?.measure).toBe(price);
  expect(moneyColumns(of(quantity))).toBeUndefined();
  expect(moneyColumns(of())).toBeUndefined();
});

test.each([
  ['of text', 'currency'],
  ['that is none', 'nothing'],
])('a measure of a column %s is refused by name', (_, name) => {
  expect(() => measureColumns(of({ ...price, column: name }))).toThrow(
    `measure turnover: column ${name} is no decimal`,
  );
});

test('a unit is what its column says, or the same for all', () => {
  expect(unitSql(price)).toBe('"currency"');
  expect(unitSql(price, (name) => `row.${name}`)).toBe('row.currency');
  expect(unitSql(quantity)).toBe("'kg'");
});

test('a value has a sign where the declaration says what makes it negative', () => {
  expect(signedSql(price)).toBe('"price"');
  expect(signedSql(fees)).toBe('case when "is_refund" then -"price" else "price" end');
  expect(signedSql(fees, (name) => `row.${name}`)).toBe('case when row.is_refund then -row.price else row.price end');
});
