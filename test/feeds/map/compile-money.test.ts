import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileMoney, type MoneyParts } from '../../../lib/feeds/map/compile-money.ts';
import type { Money } from '../../../lib/feeds/money.ts';

/** The money of a row whose cells are given by name. */
function read(money: Money | readonly Money[], row: Record<string, string>, takesSign = true): MoneyParts {
  return compileMoney(
    [money].flat() as Money[],
    takesSign,
  )({
    has: (name) => Object.hasOwn(row, name),
    read: (name) => row[name] ?? '',
    isStructure: () => false,
  });
}

const cents = fc.bigInt({ min: 0n, max: 10n ** 15n });
const toText = (units: bigint): string => {
  const digits = String(units < 0n ? -units : units).padStart(3, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
const signed = ({ amount, isNegative }: MoneyParts): string => `${isNegative === 'true' ? '-' : ''}${amount}`;
const eur = { constant: 'EUR' } as const;

describe('sums and products are exact', () => {
  test('fees that are added and taken off', () => {
    const money: Money = { amount: 'net', plus: ['fee', 'tax'], minus: ['rebate'], currency: eur };
    fc.assert(
      fc.property(cents, cents, cents, cents, (net, fee, tax, rebate) => {
        const row = { net: toText(net), fee: toText(fee), tax: toText(tax), rebate: toText(rebate) };
        const total = net + fee + tax - rebate;
        expect(signed(read(money, row))).toBe(toText(total));
      }),
    );
  });

  test('quantity times price', () => {
    const money: Money = { amount: { quantity: 'n', price: 'p' }, currency: eur };
    fc.assert(
      fc.property(fc.integer({ min: -10_000, max: 10_000 }), cents, (n, price) => {
        const { amount } = read(money, { n: String(n), p: toText(price) });
        expect(amount).toBe(toText(BigInt(Math.abs(n)) * price));
      }),
    );
    expect(signed(read(money, { n: '-2', p: '2.55' }))).toBe('-5.10');
    expect(read(money, { n: '3', p: '0.005' }).amount).toBe('0.015');
    expect(read(money, { n: '2.50', p: '3.98' }).amount).toBe('9.95');
  });

  test.each([
    ['KRW', '15000', '15000.00'],
    ['usd', '1', '0.01'],
    ['EUR', '9007199254740993', '90071992547409.93'],
    ['KWD', '1025', '1.025'],
    ['JPY', '0', '0.00'],
  ])('minor units of %s: %s is %s', (code, text, amount) => {
    const money: Money = { amount: 'a', currency: { from: 'c' }, minorUnits: 'ISO 4217' };
    expect(read(money, { a: text, c: code }).amount).toBe(amount);
  });

  test.each([
    ['10.5', 'USD'],
    ['100', 'XAU'],
    ['100', 'ABC'],
    ['100', ''],
  ])('minor units are whole, of a currency that has some: "%s" %s is none', (text, code) => {
    const money: Money = { amount: 'a', currency: { from: 'c' }, minorUnits: 'ISO 4217' };
    expect(read(money, { a: text, c: code }).amount).toEqual([text]);
  });
});

describe('a column for each sign', () => {
  const money: Money = { amount: { positive: 'in', negative: 'out' }, currency: eur };
  test.each([
    ['5.00', '', '5.00'],
    ['', '5.00', '-5.00'],
    ['0.00', '5.00', '-5.00'],
    ['5.00', '0', '5.00'],
    ['0', '', '0.00'],
  ])('"%s" and "%s" is %s', (credit, debit, value) => {
    expect(signed(read(money, { in: credit, out: debit }))).toBe(value);
  });

  test.each([
    ['5.00', '5.00'],
    ['-5.00', ''],
    ['', '-5.00'],
    ['5.00', 'n/a'],
    ['x', ''],
  ])('"%s" and "%s" is invalid', (credit, debit) => {
    expect(Array.isArray(read(money, { in: credit, out: debit }).amount)).toBe(true);
  });

  test('both empty is missing', () => expect(read(money, { in: '', out: '' }).amount).toBeNull());
});

describe('a column that names the side', () => {
  const money: Money = { amount: 'a', currency: eur, side: { from: 'dc', positive: ['D', 'DR'], negative: ['C'] } };
  test.each([
    ['5.00', 'D', '5.00'],
    ['5.00', 'dr', '5.00'],
    ['5.00', 'C', '-5.00'],
  ])('%s %s is %s', (a, dc, value) => expect(signed(read(money, { a, dc }))).toBe(value));

  test.each([
    ['5.00', ''],
    ['5.00', 'X'],
    ['-5.00', 'C'],
    ['-5.00', 'D'],
  ])('%s "%s" is invalid', (a, dc) => expect(read(money, { a, dc }).amount).toEqual([a]));
});

describe('signs of currencies', () => {
  const money: Money = { amount: 'a', currency: { from: 'c' }, signs: { '£': 'GBP', US$: 'USD' } };
  test('agree with the row', () => {
    expect(read(money, { a: '£5', c: 'gbp' }).amount).toBe('5.00');
    expect(read(money, { a: 'us$ 5', c: 'USD' }).amount).toBe('5.00');
    expect(read(money, { a: '£5', c: 'USD' }).amount).toEqual(['£5']);
  });
});

test('a sign that no column takes stays at the amount, which the contract refuses', () => {
  const money: Money = { amount: 'a', currency: eur };
  expect(read(money, { a: '-5' }, true)).toEqual({ amount: '5.00', currency: 'EUR', isNegative: 'true' });
  expect(read(money, { a: '-5' }, false).amount).toBe('-5.00');
});

test('of several declarations the first counts whose columns are all there', () => {
  const money: Money[] = [
    { amount: 'billed', currency: { from: 'cur' } },
    { amount: 'original', currency: { constant: 'GBP' } },
  ];
  expect(read(money, { billed: '1', cur: 'EUR', original: '2' })).toMatchObject({ amount: '1.00', currency: 'EUR' });
  expect(read(money, { billed: '1', original: '2' })).toMatchObject({ amount: '2.00', currency: 'GBP' });
  expect(read(money, { billed: '', cur: 'EUR', original: '2' })).toMatchObject({ amount: null, currency: 'EUR' });
});
