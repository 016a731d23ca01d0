import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DateSummary } from '../../lib/run/date-summary.ts';
import type { ControlTotal } from '../../lib/run/records.ts';
import { cutDates } from '../../lib/stages/rank/cut-dates.ts';
import { lookbacksOf, neighboursOf } from '../../lib/stages/rank/neighbours.ts';

const total = (date: string, rows: number, measure = 'rows'): ControlTotal => ({
  date,
  measure,
  unit: '',
  rows,
  amount: '0.00',
});

test('whole dates, in order, as many as fit; a larger one is a chunk of its own', () => {
  const totals = [total('d1', 5), total('d2', 5), total('d3', 30), total('d5', 1)];
  expect(cutDates(['d1', 'd2', 'd3', 'd4', 'd5'], totals, 10)).toEqual([
    { name: 'part-0000', dates: ['d1', 'd2'] },
    { name: 'part-0001', dates: ['d3'] },
    { name: 'part-0002', dates: ['d4', 'd5'] },
  ]);
});

test('rows count once, however many measures and units they have: one more would not fit', () => {
  const two = (rows: number): unknown =>
    cutDates(['d1', 'd2'], [total('d1', rows), total('d1', rows, 'amount'), total('d2', 4), total('d2', 4, 'fee')], 10);
  expect(two(6)).toEqual([{ name: 'part-0000', dates: ['d1', 'd2'] }]);
  expect(two(7)).toEqual([
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
