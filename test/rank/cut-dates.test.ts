import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutDates } from '../../lib/rank/cut-dates.ts';
import { lookbacksOf, neighboursOf } from '../../lib/rank/neighbours.ts';
import type { DateSummary } from '../../lib/run/date-summary.ts';

const total = (
  date: string,
  rows: number,
  currency = 'KRW',
): { date: string; currency: string; rows: number; amount: string } => ({
  date,
  currency,
  rows,
  amount: '0.00',
});

test('whole dates, in order, as many as fit; a larger one is a chunk of its own', () => {
  const totals = [total('d1', 3), total('d1', 2, 'USD'), total('d2', 5), total('d3', 30), total('d5', 1)];
  expect(cutDates(['d1', 'd2', 'd3', 'd4', 'd5'], totals, 10)).toEqual([
    { name: 'part-0000', dates: ['d1', 'd2'] },
    { name: 'part-0001', dates: ['d3'] },
    { name: 'part-0002', dates: ['d4', 'd5'] },
  ]);
});

test('rows of all currencies of a date count: one more would not fit', () => {
  const three = (usd: number): unknown =>
    cutDates(['d1', 'd2'], [total('d1', 4), total('d1', usd, 'USD'), total('d2', 3), total('d2', 1, 'USD')], 10);
  expect(three(2)).toEqual([{ name: 'part-0000', dates: ['d1', 'd2'] }]);
  expect(three(3)).toEqual([
    { name: 'part-0000', dates: ['d1'] },
    { name: 'part-0001', dates: ['d2'] },
  ]);
});

test('of no dates there is one chunk with nothing in it: what was published is loaded all the same', () => {
  expect(cutDates([], [], 10)).toEqual([{ name: 'part-0000', dates: [] }]);
});

test('every date is in exactly one chunk, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 30 }), fc.integer({ min: 1, max: 25 }), (sizes, chunkRows) => {
      const dates = sizes.map((_, at) => `d${String(at).padStart(2, '0')}`);
      const chunks = cutDates(
        dates,
        sizes.map((rows, at) => total(dates[at] ?? '', rows)),
        chunkRows,
      );
      expect(chunks.flatMap((chunk) => chunk.dates)).toEqual(dates);
      expect(new Set(chunks.map(({ name }) => name)).size).toBe(chunks.length);
    }),
    { numRuns: 200 },
  );
});

/** What matters of a summary here: which feeds delivered. */
function delivered(ingestDate: string, ...feeds: string[]): ReturnType<typeof lookbacksOf> {
  const files = feeds.map((feed) => ({ key: `${feed}/ingest_date=${ingestDate}/f`, size: 1, rows: 1 }));
  return lookbacksOf({ ingestDate, files } as DateSummary);
}

test('neighbours are the dates within the look-back both ways, and any distance where both are unlimited', () => {
  const dates = ['2025-01-01', '2025-01-31', '2025-02-01', '2025-03-02', '2025-03-03'].map((date) =>
    delivered(date, 'transactions'),
  );
  const old = delivered('2014-05-01', 'purchase-cards');
  const both = delivered('2025-12-01', 'purchase-cards', 'transactions');
  const all = [...dates, old, both];
  expect(neighboursOf([delivered('2025-01-31', 'transactions')], all)).toEqual([
    '2025-01-01',
    '2025-01-31',
    '2025-02-01',
    '2025-03-02',
  ]);
  expect(neighboursOf([both], all)).toEqual(['2014-05-01', '2025-12-01']);
  expect(neighboursOf([old], all), 'the longest look-back of each').toEqual(['2014-05-01', '2025-12-01']);
  expect(neighboursOf([], all)).toEqual([]);
});

test('a date whose files are all withdrawn is still its own neighbour: what it had is looked at', () => {
  const empty = delivered('2025-01-31');
  expect(neighboursOf([empty], [delivered('2025-01-30', 'transactions'), empty])).toEqual(['2025-01-31']);
});
