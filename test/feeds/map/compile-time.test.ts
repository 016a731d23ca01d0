import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileTime, isTimeFormat } from '../../../lib/feeds/map/compile-time.ts';
import type { TimeFormat } from '../../../lib/feeds/time-format.ts';

const names = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const two = (number: number): string => String(number).padStart(2, '0');

/** How a person writes a moment by each kind of format. */
const writers: Record<string, (at: Date) => string> = {
  'dd/mm/yyyy': (at) => `${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`,
  'd/m/yyyy': (at) => `${at.getUTCDate()}/${at.getUTCMonth() + 1}/${at.getUTCFullYear()}`,
  'mm/dd/yyyy': (at) => `${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())}/${at.getUTCFullYear()}`,
  'dd.mm.yy': (at) => `${two(at.getUTCDate())}.${two(at.getUTCMonth() + 1)}.${String(at.getUTCFullYear()).slice(2)}`,
  'yyyy-mm-dd': (at) => at.toISOString().slice(0, 10),
  yyyymmdd: (at) => at.toISOString().slice(0, 10).replaceAll('-', ''),
  'dd-mon-yyyy': (at) => `${two(at.getUTCDate())}-${names[at.getUTCMonth()]}-${at.getUTCFullYear()}`,
  'mon d, yyyy': (at) => `${names[at.getUTCMonth()]?.toUpperCase()} ${at.getUTCDate()}, ${at.getUTCFullYear()}`,
};
const clocks: Record<string, (at: Date) => string> = {
  'HH:MM:SS': (at) => at.toISOString().slice(11, 19),
  'H:MM:SS': (at) => `${at.getUTCHours()}${at.toISOString().slice(13, 19)}`,
  HHMMSS: (at) => at.toISOString().slice(11, 19).replaceAll(':', ''),
  'HH.MM.SS': (at) => at.toISOString().slice(11, 19).replaceAll(':', '.'),
  'h:MM:SS AM': (at) =>
    `${at.getUTCHours() % 12 || 12}${at.toISOString().slice(13, 19)} ${at.getUTCHours() < 12 ? 'am' : 'PM'}`,
};

const moment = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));

test('what is written by a format is read back by it', () => {
  fc.assert(
    fc.property(
      moment,
      fc.constantFrom(...Object.keys(writers)),
      fc.constantFrom(...Object.keys(clocks)),
      fc.constantFrom(' ', 'T'),
      (at, date, clock, between) => {
        const format = `${date}${between}${clock}`;
        expect(isTimeFormat(date) && isTimeFormat(format), format).toBe(true);
        expect(compileTime(date as TimeFormat)(writers[date]?.(at) ?? '')).toBe(at.toISOString().slice(0, 10));
        const text = `${writers[date]?.(at)}${between}${clocks[clock]?.(at)}`;
        expect(compileTime(format as TimeFormat)(text), text).toBe(at.toISOString().slice(0, 19).replace('T', ' '));
      },
    ),
    { numRuns: 300 },
  );
});

describe('nothing is guessed', () => {
  test.each<[TimeFormat, string]>([
    ['dd/mm/yyyy', '12/13/2025'],
    ['mm/dd/yyyy', '13/12/2025'],
    ['dd/mm/yyyy', '1/2/2025'],
    ['dd/mm/yyyy', '01/02/25'],
    ['dd/mm/yy', '01/02/2025'],
    ['dd/mm/yyyy', '01-02-2025'],
    ['dd/mm/yyyy', '01/02/2025 10:20'],
    ['dd/mm/yyyy HH:MM', '01/02/2025'],
    ['dd.mm.yyyy', '01/02/2025'],
    ['dd.mm.yyyy', '31.04.2025'],
    ['dd.mm.yyyy', '29.02.2025'],
    ['dd.mm.yyyy', '29.02.2100'],
    ['dd.mm.yyyy', '00.01.2025'],
    ['yyyymmdd', '20250230'],
    ['yyyymmdd', '45901'],
    ['yyyymmdd HHMMSS', '20250901 240000'],
    ['yyyy-mm-dd HH:MM:SS', '2025-09-01 10:20:60'],
    ['yyyy-mm-dd HH:MM:SS', '2025-09-01 10:60:00'],
    ['yyyy-mm-dd h:MM AM', '2025-09-01 13:00 PM'],
    ['yyyy-mm-dd h:MM AM', '2025-09-01 0:00 AM'],
    ['dd-mon-yyyy', '01-Foo-2025'],
    ['epoch seconds', '1756700000000'],
    ['epoch milliseconds', '1756700000'],
    ['epoch seconds', '1756700000.5'],
    ['epoch seconds', '-1756700000'],
  ])('%s does not read "%s"', (format, text) => {
    expect(compileTime(format)(text)).toBeUndefined();
  });

  test.each<[TimeFormat, string, string]>([
    ['dd/mm/yyyy', '29/02/2024', '2024-02-29'],
    ['yymmdd', '250901', '2025-09-01'],
    ['d/m/yyyy H:MM', '1/12/2010 8:26', '2010-12-01 08:26:00'],
    ['dd mon yyyy', '02 September 2025', '2025-09-02'],
    ['yyyy-mm-dd HH:MM:SS', '2025-09-01 10:20:30.123456789', '2025-09-01 10:20:30.123456789'],
    ['yyyy-mm-dd h:MM AM', '2025-09-01 12:05 am', '2025-09-01 00:05:00'],
    ['epoch seconds', '1756652400', '2025-08-31T15:00:00Z'],
    ['epoch milliseconds', '1756652400123', '2025-08-31T15:00:00.123Z'],
  ])('%s reads "%s" as %s', (format, text, iso) => {
    expect(compileTime(format)(text)).toBe(iso);
  });

  test.each(['dd/MM/yyyy', 'DD/MM/YYYY', 'dd/mm', 'yyyy', 'dd/mm/yyyy HH:mm', 'dd/mm.yyyy', '%d/%m/%Y', 'epoch', ''])(
    '"%s" is no format',
    (format) => expect(isTimeFormat(format)).toBe(false),
  );
});
