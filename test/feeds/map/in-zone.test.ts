import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inZone, isZone } from '../../../lib/feeds/map/in-zone.ts';

const zones = [
  'Europe/London',
  'America/New_York',
  'Asia/Seoul',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'UTC',
  '-03:30',
];

/** The wall clock of a zone at a moment, by the platform's own formatter. */
function wallClock(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(moment);
}

test("a moment's wall clock in a zone is read back as that moment, or as an hour's first of two", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1990-01-01'), max: new Date('2037-12-31'), noInvalidDate: true }),
      fc.constantFrom(...zones),
      (date, zone) => {
        const moment = new Date(Math.floor(date.getTime() / 1000) * 1000);
        const clock = wallClock(moment, zone);
        const found = new Date(inZone(clock, zone) ?? '');
        expect(wallClock(found, zone)).toBe(clock);
        expect(found.getTime()).toBeLessThanOrEqual(moment.getTime());
        expect(moment.getTime() - found.getTime()).toBeLessThanOrEqual(3_600_000);
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ['2025-03-30 01:30:00', 'Europe/London', undefined],
  ['2025-03-09 02:30', 'America/New_York', undefined],
  ['1988-05-08 02:30:00', 'Asia/Seoul', undefined],
  ['2018-11-04', 'America/Sao_Paulo', undefined],
  ['2025-10-26 01:30:00', 'Europe/London', '2025-10-26T00:30:00Z'],
  ['2025-11-02 01:30:00', 'America/New_York', '2025-11-02T05:30:00Z'],
  ['2025-07-01', 'Europe/Berlin', '2025-06-30T22:00:00Z'],
  ['2025-07-01 10:00:00.123456', '+05:30', '2025-07-01T04:30:00.123456Z'],
  ['2025-02-30 10:00:00', 'UTC', undefined],
  ['2025-07-01T10:00:00+09:00', 'UTC', '2025-07-01T10:00:00+09:00'],
  ['next week', 'UTC', 'next week'],
])('%s in %s is %s', (text, zone, moment) => {
  expect(inZone(text, zone)).toBe(moment);
});

test('a zone is a region, UTC or an offset; a short name means nothing by itself', () => {
  for (const zone of ['Europe/Berlin', 'America/Argentina/Salta', 'UTC', '+09:00', '-03:30'])
    expect(isZone(zone)).toBe(true);
  for (const text of ['CET', 'EST', 'IST', 'PDT', 'Europe/Atlantis', '9', '+9', '', 'Seoul', '+25:00'])
    expect(isZone(text), text).toBe(false);
});
