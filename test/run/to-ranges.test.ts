import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, datesOf } from '../../lib/run/calendar.ts';
import { toRanges } from '../../lib/run/to-ranges.ts';

test('days that follow one another are one range', () => {
  expect(toRanges(['2025-09-03', '2025-09-30', '2025-10-01', '2025-10-02', '2025-10-04'])).toEqual([
    '2025-09-03',
    '2025-09-30 to 2025-10-02',
    '2025-10-04',
  ]);
  expect(toRanges([])).toEqual([]);
});

test('no date is lost, none is made up, and no two ranges touch', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { size: 'max', maxLength: 40 }), (days) => {
      const dates = days.toSorted((a, b) => a - b).map((day) => addDays('2025-01-31', day));
      const ranges = toRanges(dates).map((range) => range.split(' to '));
      expect(ranges.flatMap(([from = '', to = from]) => datesOf(from, to))).toEqual(dates);
      for (const [at, [from = '']] of ranges.entries()) expect(ranges[at - 1]?.at(-1)).not.toBe(addDays(from, -1));
    }),
  );
});
