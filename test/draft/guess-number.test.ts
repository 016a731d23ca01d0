import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileNumber } from '../../lib/feeds/map/compile-number.ts';
import { guessNumber } from '../../lib/operate/draft/guess-number.ts';

const forms = [
  { decimal: '.', thousands: ',' },
  { decimal: ',', thousands: '.' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: "'" },
  { decimal: '.', thousands: '' },
  { decimal: ',', thousands: '' },
] as const;
const negatives = ['-5', '5-', '(5)'] as const;
const signs = ['', '£', '€', 'GBP ', '₩'];

type Written = { cents: number; text: string };

function write(cents: number, form: (typeof forms)[number], negative: string, sign: string): string {
  const size = Math.abs(cents);
  const whole = String(Math.floor(size / 100)).replace(/\B(?=(\d{3})+$)/g, form.thousands);
  const number = `${sign}${whole}${form.decimal}${String(size % 100).padStart(2, '0')}`;
  return cents < 0 ? negative.replace('5', number) : number;
}

const columns = fc
  .tuple(
    fc.constantFrom(...forms),
    fc.constantFrom(...negatives),
    fc.constantFrom(...signs),
    fc.array(fc.integer({ min: -99_999_999, max: 99_999_999 }), { minLength: 1, maxLength: 30 }),
  )
  .map(([form, negative, sign, amounts]): Written[] =>
    amounts.map((cents) => ({ cents, text: write(cents, form, negative, sign) })),
  );

describe('the form of numbers', () => {
  it('reads every amount back to the cent, whatever the marks, the signs and the form of what is below nought', () => {
    fc.assert(
      fc.property(columns, (written) => {
        const guess = guessNumber(new Map(written.map(({ text }) => [text, 1])), 0.9);
        const read = compileNumber(guess?.format ?? {}, guess?.signs);
        for (const { text, cents } of written) {
          const number = read(text);
          const value = number && (number.isNegative ? -number.units : number.units) * (number.scale === 2 ? 1n : 100n);
          expect([text, value]).toEqual([text, BigInt(cents)]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('one mark with three digits behind it may be either: the other reading is kept', () => {
    const guess = guessNumber(new Map([['1,234', 3]]), 0.9);
    expect(guess).toMatchObject({ format: { thousands: ',' }, rival: { decimal: ',' } });
    expect(guessNumber(new Map([['1,234,567', 3]]), 0.9)?.rival).toBeUndefined();
  });

  it('shares are of rows, not of different texts', () => {
    const guess = guessNumber(
      new Map([
        ['-1.50', 1],
        ['2.50', 9],
      ]),
      0.9,
    );
    expect(guess?.negative).toBe(0.1);
  });

  it('is none where texts are words, dates or card numbers with marks', () => {
    for (const texts of [['Shop 7'], ['2025-09-01'], ['************1234'], ['5.52E+15']])
      expect(guessNumber(new Map(texts.map((text) => [text, 1])), 0.9)).toBeUndefined();
  });
});
