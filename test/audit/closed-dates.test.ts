import { expect, test } from 'vitest';
import { type Arrivals, closedDates } from '../../lib/stages/audit/closed-dates.ts';

/** September published up to the 9th by a feed with two late days; the run derives what a test says. */
function isClosed(eventDate: string, changes: Partial<Arrivals> = {}): boolean {
  return closedDates({
    published: new Set(Array.from({ length: 9 }, (_, at) => `2025-09-0${at + 1}`)),
    derived: [],
    standing: new Set([eventDate]),
    lateDays: [2],
    ...changes,
  })(eventDate);
}
const deriving = (ingestDate: string, eventDates: string[] = [], released = false): Partial<Arrivals> => ({
  derived: [{ ingestDate, eventDates, released }],
});

test.each([
  ['2025-09-06', true],
  ['2025-09-07', false],
  ['2025-09-09', false],
])('law 4: of a feed with two late days, the 9th published last, %s is closed: %s', (eventDate, closed) => {
  expect(isClosed(eventDate)).toBe(closed);
});

test('where no ingest date is known no date is closed', () => {
  expect(isClosed('2025-09-01', { published: new Set() })).toBe(false);
});

test('the ingest dates of the run count for what is latest', () => {
  expect(isClosed('2025-09-07', deriving('2025-09-10'))).toBe(true);
  expect(isClosed('2025-09-08', deriving('2025-09-10'))).toBe(false);
});

test.each([
  ['2025-09-02', true],
  ['2025-09-03', false],
  ['2025-09-05', false],
  ['2025-09-06', true],
])(
  'a date one of whose ingest dates is published for the first time is not closed: %s, by the 5th: %s',
  (date, closed) => {
    const published = new Set(['2025-09-01', '2025-09-20']);
    expect(isClosed(date, { published, ...deriving('2025-09-05') })).toBe(closed);
  },
);

test('an ingest date derived anew opens no date', () => {
  expect(isClosed('2025-09-03', deriving('2025-09-04'))).toBe(true);
});

test('a feed of unlimited late days switches nothing off', () => {
  expect(isClosed('2025-09-06', { lateDays: ['unlimited', 2] })).toBe(true);
  expect(isClosed('2025-09-07', { lateDays: [2, 'unlimited'] })).toBe(false);
});

test('of unlimited feeds alone a date is closed as soon as a later one is known', () => {
  expect(isClosed('2025-09-08', { lateDays: ['unlimited'] })).toBe(true);
  expect(isClosed('2025-09-09', { lateDays: ['unlimited'] })).toBe(false);
});

test('the first delivery of old rows restates a date that has some, and none where nothing stood', () => {
  const late = { lateDays: [2, 'unlimited' as const], ...deriving('2025-09-30', ['2025-09-03']) };
  expect(isClosed('2025-09-03', late)).toBe(true);
  expect(isClosed('2025-09-03', { ...late, standing: new Set() })).toBe(false);
  expect(isClosed('2025-09-04', { ...late, standing: new Set() }), 'it brings no rows of that date').toBe(true);
  const released = { ...late, ...deriving('2025-09-30', ['2025-09-03'], true), standing: new Set<string>() };
  expect(isClosed('2025-09-03', released), 'its late rows were released').toBe(true);
});
