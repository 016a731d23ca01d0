import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MeasureColumns } from '../../lib/derive/measure-columns.ts';
import { type Of, sumMeasures } from '../../lib/stages/accept/sum-measures.ts';
import { openDuckDB } from '../open-duckdb.ts';

let connection: DuckDBConnection;
let close: () => void;
beforeAll(async () => {
  ({ connection, close } = await openDuckDB());
});
afterAll(() => close());

const measure = (name: string, scale: number): MeasureColumns => ({
  measure: { name, column: name, isMoney: name === 'amount', unit: { column: 'u' } },
  unit: `unit_${name}`,
  value: `signed_${name}`,
  type: `decimal(18, ${scale})`,
  sumType: `decimal(38, ${scale})`,
});
const both = [measure('weight', 3), measure('amount', 2)];

type Row = [verdict: string, file: string, amount: [string, string | null], weight: [string, string | null]];
const rowsOf = (rows: readonly Row[]): string => {
  const text = (value: string | null): string => (value === null ? 'null' : `'${value}'`);
  const values = rows.map(
    ([verdict, file, amount, weight]) => `(${[verdict, file, ...amount, ...weight].map(text).join(', ')})`,
  );
  return `select verdict, file, unit_amount, signed_amount::decimal(18, 2) as signed_amount, unit_weight,
      signed_weight::decimal(18, 3) as signed_weight
    from (values ${values.join(', ')}) rows (verdict, file, unit_amount, signed_amount, unit_weight, signed_weight)`;
};

const rows: Row[] = [
  ['accepted', 'pay/a', ['KRW', '10.00'], ['kg', '0.125']],
  ['accepted', 'pay/b', ['KRW', '-2.50'], ['kg', '1.000']],
  ['accepted', 'pay/b', ['USD', '1.00'], ['g', '1.000']],
  ['quarantined', 'pay/a', ['KRW', '5.00'], ['kg', null]],
  ['quarantined', 'cards/a', ['USD', '7.00'], ['kg', '2.000']],
  ['held', 'cards/a', ['KRW', null], ['kg', '4.000']],
];

test.each<[string, Of, Record<string, string>, Record<string, string>]>([
  ['of all rows', {}, { KRW: '12.50', USD: '8.00' }, { g: '1.000', kg: '7.125' }],
  ['of a verdict', { verdict: 'accepted' }, { KRW: '7.50', USD: '1.00' }, { g: '1.000', kg: '1.125' }],
  ['of a feed', { feed: 'cards' }, { USD: '7.00' }, { kg: '6.000' }],
  ['of a verdict of a feed', { verdict: 'quarantined', feed: 'pay' }, { KRW: '5.00' }, {}],
  ['of rows without a value', { verdict: 'held' }, {}, { kg: '4.000' }],
  ['of rows that are none', { feed: 'pa' }, {}, {}],
])('the sums %s are those of each measure by its units', async (_, of, amount, weight) => {
  const sums = await sumMeasures(connection, both, rowsOf(rows));
  expect(sums(of)).toEqual({ amount, weight });
  expect(Object.keys(sums(of))).toEqual(['weight', 'amount']);
  expect(Object.keys(sums(of).amount ?? {})).toEqual(Object.keys(amount));
});

test('where nothing is measured there is nothing to sum', async () => {
  expect((await sumMeasures(connection, [], 'no such relation'))({})).toEqual({});
});

test('any amounts are added exactly, also where their sum has more digits than one of them may have', async () => {
  const units = fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n });
  const show = (value: bigint): string => {
    const digits = String(value < 0n ? -value : value).padStart(3, '0');
    return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  await fc.assert(
    fc.asyncProperty(fc.array(units, { minLength: 1, maxLength: 30 }), async (values) => {
      const sums = await sumMeasures(
        connection,
        both.slice(1),
        rowsOf(values.map((value): Row => ['accepted', 'pay/a', ['KRW', show(value)], ['', null]])),
      );
      expect(sums({})).toEqual({ amount: { KRW: show(values.reduce((sum, value) => sum + value, 0n)) } });
    }),
    { numRuns: 20, seed: 11 },
  );
});
