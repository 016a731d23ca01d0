import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTime } from '../../lib/feeds/map/compile-time.ts';
import { guessTime } from '../../lib/operate/draft/guess-time.ts';
import { timeFormats } from '../../lib/operate/draft/time-formats.ts';

const two = (number: number): string => String(number).padStart(2, '0');
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** The moment as a sender of that format writes it. */
function write(date: Date, format: string): string {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const [hour, minute, second] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  const isHalf = format.includes('AM');
  const tokens: Record<string, string> = {
    yyyy: String(year),
    yy: two(year % 100),
    mon: months[month - 1] ?? '',
    mm: two(month),
    m: String(month),
    dd: two(day),
    d: String(day),
    HH: two(hour),
    H: String(hour),
    h: String(hour % 12 || 12),
    MM: two(minute),
    SS: two(second),
    AM: isHalf && hour >= 12 ? 'PM' : 'AM',
  };
  return format.replace(/yyyy|yy|mon|mm|m|dd|d|HH|H|h|MM|SS|AM/g, (token) => tokens[token] ?? token);
}

const moments = fc.array(
  fc.date({ min: new Date('2000-01-01'), max: new Date('2039-12-31'), noInvalidDate: true }).map((date) => {
    date.setUTCMilliseconds(0);
    return date;
  }),
  { minLength: 3, maxLength: 30 },
);

describe('the form of times', () => {
  it('reads every text back as it was meant, or says that day and month may stand the other way round', () => {
    fc.assert(
      fc.property(fc.constantFrom(...timeFormats), moments, ({ format, read }, dates) => {
        const texts = [...new Set(dates.map((date) => write(date, format)))];
        const guess = guessTime(texts, 0.95);
        expect(guess).toBeDefined();
        if (!guess) return;
        const guessed = compileTime(guess.format);
        const same = texts.every(
          (text) => guessed(text)?.slice(0, 16) === read(text)?.slice(0, 16) || guess.format === 'iso',
        );
        expect(same || guess.doubts.some((doubt) => /may be|only because of/.test(doubt))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    [['29/04/14', '03/05/14'], 'dd/mm/yy'],
    [['12/1/2010 8:26', '12/13/2010 10:05'], 'm/d/yyyy H:MM'],
    [['2025-09-01T10:20:30+09:00', '2025-09-01T00:00:00Z'], 'iso'],
    [['2025-09-01 8:05', '2025-09-01 10:05'], 'yyyy-mm-dd H:MM'],
    [['1756652399', '1756652400'], 'epoch seconds'],
    [['1756652399000', '1756652400000'], 'epoch milliseconds'],
    [['29-Apr-14', '02-May-14'], 'dd-mon-yy'],
  ])('%j is %s', (texts, format) => {
    expect(guessTime(texts, 0.95)?.format).toBe(format);
  });

  it('that no value decides is a doubt, and the order with fewer months is the likelier', () => {
    const texts = Array.from({ length: 12 }, (_, day) => `09/${two(day + 1)}/2025`);
    expect(guessTime(texts, 0.95)).toMatchObject({
      format: 'mm/dd/yyyy',
      doubts: [expect.stringContaining('dd/mm/yyyy')],
    });
  });

  it('is none where texts are amounts, ids or words', () => {
    for (const texts of [['12.50', '1,234.50'], ['tx-1', 'tx-2'], ['Shop 7'], ['31.13.2025', '32.01.2025'], ['']])
      expect(guessTime(texts, 0.95)).toBeUndefined();
  });
});
