import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Money } from '../../lib/run/date-summary.ts';
import { addMoney, decimalsOf, fromUnits, negate, toUnits } from '../../lib/run/money.ts';

const toMinorUnits = (amount: string): bigint => toUnits(amount, 2);
const fromMinorUnits = (count: bigint): string => fromUnits(count, 2);

/** Far beyond what a double holds exactly, as DECIMAL(38,2) is. */
const units = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n });
const money: fc.Arbitrary<Money> = fc
  .dictionary(fc.constantFrom('KRW', 'USD', 'GBP'), units)
  .map((sums) => Object.fromEntries(Object.entries(sums).map(([currency, sum]) => [currency, fromMinorUnits(sum)])));

test.each([
  ['0', 0n, '0.00'],
  ['0.00', 0n, '0.00'],
  ['-0.00', 0n, '0.00'],
  ['7', 700n, '7.00'],
  ['7.5', 750n, '7.50'],
  ['0.05', 5n, '0.05'],
  ['-0.05', -5n, '-0.05'],
  ['-12.50', -1250n, '-12.50'],
  ['0012.50', 1250n, '12.50'],
  ['90071992547409.93', 9007199254740993n, '90071992547409.93'],
  ['999999999999999999999999999999999999.99', 10n ** 38n - 1n, '999999999999999999999999999999999999.99'],
])('%s is %s minor units', (text, count, written) => {
  expect(toMinorUnits(text)).toBe(count);
  expect(fromMinorUnits(count)).toBe(written);
});

test.each(['', '-', '.5', '5.', '1.234', '1,000.00', '+1.00', '1e3', ' 1.00', '1.00\n', 'NaN', '--1', '0x10', '١'])(
  '%j is refused, never rounded or guessed',
  (text) => {
    expect(() => toMinorUnits(text)).toThrow('amount');
  },
);

test('what is written reads back, in two places', () => {
  fc.assert(
    fc.property(units, (count) => {
      const text = fromMinorUnits(count);
      expect(text).toMatch(/^-?(0|[1-9][0-9]*)\.[0-9]{2}$/);
      expect(toMinorUnits(text)).toBe(count);
    }),
    { numRuns: 300 },
  );
});

test('sums do not depend on order or grouping, and are exact by currency', () => {
  fc.assert(
    fc.property(money, money, money, (a, b, c) => {
      const sum = addMoney(a, b, c);
      expect(addMoney(addMoney(a, b), c)).toEqual(sum);
      expect(addMoney(a, addMoney(b, c))).toEqual(sum);
      expect(addMoney(c, a, b)).toEqual(sum);
      for (const currency of new Set([a, b, c].flatMap((term) => Object.keys(term)))) {
        const expected = [a, b, c].reduce((total, term) => total + toMinorUnits(term[currency] ?? '0'), 0n);
        expect(toMinorUnits(sum[currency] ?? 'none')).toBe(expected);
      }
    }),
    { numRuns: 200 },
  );
});

test('currencies stay apart; nothing and a term without any change nothing', () => {
  expect(addMoney({ KRW: '0.10' }, { USD: '0.20' }, { KRW: '0.20' }, {})).toEqual({ KRW: '0.30', USD: '0.20' });
  expect(addMoney()).toEqual({});
});

test('a term is not changed by adding to it', () => {
  const term = { KRW: '1.00' };
  addMoney(term, { KRW: '2.00' });
  expect(term).toEqual({ KRW: '1.00' });
});

test('a sum has the decimals of its longest term, and two at least', () => {
  expect(addMoney({ BTC: '0.00000001' }, { BTC: '1' }, { BTC: '-0.5' })).toEqual({ BTC: '0.50000001' });
  expect(addMoney({ KRW: '1' }, { KRW: '2' })).toEqual({ KRW: '3.00' });
  expect(addMoney({ BTC: '-0.00000003' }, { BTC: '0.00000001' })).toEqual({ BTC: '-0.00000002' });
});

test.each([
  ['12.50', '-12.50', 2],
  ['-0.00000001', '0.00000001', 8],
  ['7', '-7', 0],
  ['0.00', '0.00', 2],
])('%s with the other sign is %s, of as many decimals', (amount, other, decimals) => {
  expect(negate(amount)).toBe(other);
  expect(decimalsOf(amount)).toBe(decimals);
});
