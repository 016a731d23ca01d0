import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileNumber } from '../../../lib/feeds/map/compile-number.ts';
import { toSignedText } from '../../../lib/feeds/map/decimal.ts';
import type { NumberFormat } from '../../../lib/feeds/number-format.ts';

const read = (text: string, format: NumberFormat = {}, signs: string[] = []): string | undefined => {
  const number = compileNumber(format, signs)(text);
  return number && toSignedText(number);
};

type Written = { format: NumberFormat; units: bigint; scale: number; isNegative: boolean; text: string };

const marks = fc.constantFrom<Pick<NumberFormat, 'decimal' | 'thousands'>>(
  {},
  { thousands: ',' },
  { thousands: ' ' },
  { thousands: "'" },
  { decimal: ',' },
  { decimal: ',', thousands: '.' },
  { decimal: ',', thousands: ' ' },
  { decimal: ',', thousands: "'" },
);
const signForms = fc.constantFrom<Pick<NumberFormat, 'positive' | 'negative'>>(
  {},
  { negative: '5-' },
  { negative: '(5)' },
  { positive: '+5' },
  { positive: '5 DR', negative: '5 CR' },
  { positive: '-5', negative: '5' },
);

/** A number, and how a sender of a format writes it. */
const written: fc.Arbitrary<Written> = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.nat({ max: 4 }), fc.boolean(), fc.boolean(), marks, signForms)
  .map(([units, scale, isNegative, grouped, mark, sign]) => {
    const { decimal = '.', thousands } = mark;
    const { positive = '5', negative = '-5' } = sign;
    const digits = String(units).padStart(scale + 1, '0');
    const whole = digits.slice(0, digits.length - scale);
    const inGroups = grouped && thousands ? whole.replace(/\B(?=([0-9]{3})+$)/g, thousands) : whole;
    const number = inGroups + (scale === 0 ? '' : decimal + digits.slice(digits.length - scale));
    const text = String(isNegative ? negative : positive).replace('5', () => number);
    return { format: { ...mark, ...sign }, units, scale, isNegative, text };
  });

test('whatever a sender of a format writes is read back to the last digit', () => {
  fc.assert(
    fc.property(written, ({ format, units, scale, isNegative, text }) => {
      expect(compileNumber(format)(text)).toEqual({ units, scale, isNegative, signs: [] });
    }),
    { numRuns: 300 },
  );
});

test('where nothing is declared nothing but plain numbers is read', () => {
  fc.assert(
    fc.property(written, ({ text }) => {
      const plain = read(text);
      expect(plain === undefined || /^[-\u2212]?[0-9]*\.?[0-9]+$/.test(text)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

describe('plain numbers', () => {
  test.each([
    ['0', '0.00'],
    ['007', '7.00'],
    ['.5', '0.50'],
    ['12.5000', '12.50'],
    ['-12.345', '-12.345'],
    ['\u221212.5', '-12.50'],
    ['-0.00', '0.00'],
    ['9007199254740993.01', '9007199254740993.01'],
  ])('"%s" is %s', (text, value) => expect(read(text)).toBe(value));

  test.each([
    '',
    '-',
    '.',
    '5.',
    '1,000',
    '1.000,5',
    '+5',
    '5-',
    '(5)',
    '--5',
    '5e2',
    '0x5',
    '５',
    'NaN',
    '1 000',
    '£5',
    '5 GBP',
    '1..5',
  ])('"%s" is none', (text) => expect(read(text)).toBeUndefined());
});

describe('groups of thousands', () => {
  const format: NumberFormat = { decimal: ',', thousands: '.' };
  test.each(['1.23,5', '1.2345', '.100', '1.000.00', '12.34.567', '1,000.5'])('"%s" is none', (text) => {
    expect(read(text, format)).toBeUndefined();
  });
  test.each([
    ['1\u00a0234\u202f567,8', ' ', '1234567.80'],
    ["1\u2019234'567,8", "'", '1234567.80'],
  ] as const)('"%s" is %s', (text, thousands, value) => {
    expect(read(text, { decimal: ',', thousands })).toBe(value);
  });
});

describe('currency signs', () => {
  const format: NumberFormat = { thousands: ',', negative: ['-5', '(5)'] };
  test.each([
    ['£1,012.50', '1012.50'],
    ['-£5', '-5.00'],
    ['£-5', '-5.00'],
    ['(£5.00)', '-5.00'],
    ['£(5.00)', '-5.00'],
    ['5 gbp', '5.00'],
    ['- 5 GBP', '-5.00'],
  ])('"%s" is %s', (text, value) => expect(read(text, format, ['£', 'GBP'])).toBe(value));

  test.each(['€5', '5£5', '£', '$(5)', '(5', '5)'])('"%s" is none', (text) => {
    expect(read(text, format, ['£', 'GBP'])).toBeUndefined();
  });
});
