import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, datesOf, dayBefore, daysBetween, parseDate, weekday } from '../../lib/run/calendar.ts';

const date = fc
  .date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2100-12-31T00:00:00Z'), noInvalidDate: true })
  .map((moment) => moment.toISOString().slice(0, 10));

describe('dates', () => {
  test.each(['2025-09-01', '2024-02-29', '2000-02-29', '1999-12-31'])('%s is one', (text) => {
    expect(parseDate(text, 'from')).toBe(text);
  });

  test.each([
    '2025-02-30',
    '2025-02-29',
    '1900-02-29',
    '2025-04-31',
    '2025-13-01',
    '2025-00-10',
    '2025-01-00',
    '2025-1-1',
    '25-01-01',
    '2025/01/01',
    '20250101',
    '2025-01-01T00:00:00Z',
    ' 2025-01-01',
    '2025-01-01\n',
    'today',
    '',
    20250101,
    null,
    undefined,
    ['2025-01-01'],
    {},
  ])('%j is none: wrong usage that says which, and how to write one', (value) => {
    const error = expect.objectContaining({
      kind: 'usage',
      message: `from "${String(value)}" is no date`,
      next: expect.stringContaining('YYYY-MM-DD'),
    });
    expect(() => parseDate(value, 'from')).toThrow(error);
  });

  test('every date of the calendar parses; adding and counting days undo each other', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -40_000, max: 40_000 }), (start, days) => {
        expect(parseDate(start, 'from')).toBe(start);
        expect(daysBetween(start, addDays(start, days))).toBe(days);
        expect(addDays(addDays(start, days), -days)).toBe(start);
      }),
      { numRuns: 200 },
    );
  });

  test('a range has both ends, in order, without gaps', () => {
    expect(datesOf('2024-02-28', '2024-03-01')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(datesOf('2025-09-01', '2025-09-01')).toEqual(['2025-09-01']);
    fc.assert(
      fc.property(date, fc.nat({ max: 120 }), (from, more) => {
        const dates = datesOf(from, addDays(from, more));
        expect(dates).toHaveLength(more + 1);
        expect([dates[0], dates.at(-1)]).toEqual([from, addDays(from, more)]);
        expect(dates).toEqual([...new Set(dates)].sort());
      }),
      { numRuns: 100 },
    );
  });
});

test('Sunday is day 0 of the week', () => {
  expect(['2025-08-31', '2025-09-01', '2025-09-06'].map(weekday)).toEqual([0, 1, 6]);
});

describe('the day before, in Asia/Seoul (UTC+9)', () => {
  test.each([
    ['the schedule, 06:00 in Seoul', '2025-09-01T21:00:00Z', '2025-09-01'],
    ['a millisecond before midnight in Seoul', '2025-09-01T14:59:59.999Z', '2025-08-31'],
    ['midnight in Seoul', '2025-09-01T15:00:00Z', '2025-09-01'],
    ['New Year', '2024-12-31T21:00:00Z', '2024-12-31'],
    ['the day after a leap day', '2024-02-29T21:00:00Z', '2024-02-29'],
    ['an instant with an offset', '2025-09-02T06:00:00+09:00', '2025-09-01'],
  ])('%s', (_, instant, expected) => {
    expect(dayBefore(instant)).toBe(expected);
  });

  test('is the UTC date nine hours on, less a day', () => {
    const instants = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, (instant) => {
        const inSeoul = new Date(instant.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
        expect(daysBetween(dayBefore(instant.toISOString()), inSeoul)).toBe(1);
      }),
      { numRuns: 200 },
    );
  });
});
