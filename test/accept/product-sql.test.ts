import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Column, Contract } from '../../lib/contracts/contract.ts';
import { productSql } from '../../lib/stages/accept/product-sql.ts';
import { openDuckDB } from '../open-duckdb.ts';

let connection: DuckDBConnection;
let close: () => void;
beforeAll(async () => {
  ({ connection, close } = await openDuckDB());
});
afterAll(() => close());

const column = (name: string, precision: number, scale = 8): Column => ({
  name,
  type: { kind: 'decimal', precision, scale },
  required: true,
  classification: 'business',
  description: '',
});
const amount: Column = { ...column('amount', 38), derived: true, product: ['quantity', 'price'] };
const contract = { columns: [column('quantity', 24), column('price', 24), amount] } as unknown as Contract;

/** Products as DuckDB gives them, null where there is none. */
async function multiply(pairs: readonly (readonly [string | null, string | null])[]): Promise<(string | null)[]> {
  const decimal = (text: string | null): string => `cast(${text === null ? 'null' : `'${text}'`} as decimal(24, 8))`;
  const rows = pairs.map(([quantity, price], at) => `(${at}, ${decimal(quantity)}, ${decimal(price)})`);
  const found = await connection.runAndReadAll(`
    select cast(${productSql(contract, amount)} as varchar) from (values ${rows.join(', ')}) r (place, quantity, price)
    order by place`);
  return found.getRows().map(([text]) => (text === null ? null : String(text)));
}

const show = (units: bigint): string => {
  const digits = String(units).padStart(9, '0');
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
};

test.each([
  ['2', '3.5', '7.00000000'],
  ['0.00000001', '0.00000001', '0.00000000'],
  // Half away from zero, at the eighth decimal.
  ['0.00000001', '0.5', '0.00000001'],
  ['0.00000001', '0.49999999', '0.00000000'],
  ['0.33333333', '3', '0.99999999'],
  ['9999999999999999.99999999', '0.00000001', '100000000.00000000'],
  ['1000000000000000', '999999999999999.99999999', '999999999999999999999990000000.00000000'],
  // 10^30 and more is too large, also where only rounding makes it so.
  ['1000000000000000', '1000000000000000', null],
  ['9999999999999999.99999999', '9999999999999999.99999999', null],
  ['9999999999999999.99999999', '100000000000000', '999999999999999999999999000000.00000000'],
])('%s times %s is %s', async (quantity, price, product) => {
  expect(await multiply([[quantity, price]])).toEqual([product]);
});

test('factors and product have each its own decimals, and are told by name among others', async () => {
  const total: Column = { ...column('total', 20, 2), derived: true, product: ['rate', 'count'] };
  const columns = [column('other', 9, 1), column('count', 12, 0), total, column('rate', 10, 4)];
  const found = await connection.runAndReadAll(`
    select cast(${productSql({ columns } as unknown as Contract, total)} as varchar)
    from (select 0.5::decimal(9, 1) as other, count::decimal(12, 0) as count, rate::decimal(10, 4) as rate
      from (values (1, '3', '1.2345'), (2, '1', '0.0050'), (3, '7', '0.0049')) r (place, count, rate)) rates`);
  expect(found.getRows().flat()).toEqual(['3.70', '0.01', '0.03']);
});

test('what has no factor has no product', async () => {
  expect(
    await multiply([
      [null, '1'],
      ['1', null],
    ]),
  ).toEqual([null, null]);
});

test('any two decimals are multiplied exactly and rounded once', async () => {
  const units = fc.oneof(
    fc.bigInt({ min: 0n, max: 10n ** 24n - 1n }),
    fc.bigInt({ min: 0n, max: 10n ** 16n }),
    fc.bigInt({ min: 0n, max: 10n ** 9n }),
  );
  const pairs = fc.array(fc.tuple(units, units), { minLength: 50, maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(pairs, async (some) => {
      const expected = some.map(([quantity, price]) => {
        const rounded = (quantity * price + 5n * 10n ** 7n) / 10n ** 8n;
        return rounded < 10n ** 38n ? show(rounded) : null;
      });
      expect(await multiply(some.map(([quantity, price]) => [show(quantity), show(price)]))).toEqual(expected);
    }),
    { numRuns: 20, seed: 12 },
  );
});
