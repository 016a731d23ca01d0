import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clockChanges } from '../../lib/stages/accept/clock-changes.ts';
import { instantSql } from '../../lib/stages/accept/instant-sql.ts';
import { readMoment } from '../laws/oracle/read-moment.ts';

const { isValid, value: instantValue, fastValue: fastInstantValue } = instantSql();
let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const hour = 3_600_000;
const toText = (local: number): string => new Date(local).toISOString().slice(0, 19).replace('T', ' ');

/** Local times around every change of a zone's clocks in some years, a quarter of an hour apart. */
function localTimes(zone: string, from: number, to: number): string[] {
  const offset = (utc: number): number => {
    const moment = readMoment(`${new Date(utc).toISOString().slice(0, 19)}Z`, zone);
    const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(
      utc,
    );
    expect(moment).toBeDefined();
    return Date.parse(`${shown.replace(' ', 'T')}Z`) - utc;
  };
  const times: string[] = [];
  for (let day = Date.UTC(from, 0, 1); day < Date.UTC(to, 0, 1); day += 24 * hour) {
    if (offset(day) === offset(day + 24 * hour)) continue;
    for (let at = day - 15 * hour; at < day + 39 * hour; at += hour / 4) times.push(toText(at));
  }
  return times;
}

test.each([
  ['Asia/Seoul', 1986, 1989],
  ['Europe/London', 2024, 2026],
  ['America/New_York', 2025, 2026],
  ['Australia/Lord_Howe', 2025, 2026],
  ['Pacific/Apia', 2011, 2012],
  ['America/Sao_Paulo', 2017, 2018],
])('around every change of clocks in %s a local time is the first it can be, or none', async (zone, from, to) => {
  const texts = localTimes(zone, from, to);
  expect(texts.length).toBeGreaterThan(400);
  await connection.run(`set TimeZone = '${zone}'`);
  await connection.run(`set variable clock_changes = ${clockChanges("date '1970-01-01'", "date '2030-01-01'")}`);
  const result = await connection.runAndReadAll(`
    select text, cast(epoch_us(${instantValue('text')}) as varchar) as value, cast(epoch_us(${fastInstantValue('text')}) as varchar) as fast
    from (select unnest([${texts.map((text) => `'${text}'`).join(', ')}]) as text)`);
  const rows = result.getRowObjectsJson();
  const wrong = rows.filter(({ text, value, fast }) => {
    const micros = readMoment(String(text), zone)?.micros.toString() ?? null;
    return value !== micros || (fast !== null && fast !== micros);
  });
  expect(wrong).toEqual([]);
  expect(rows.some(({ value }) => value === null)).toBe(true);
});

/** Spellings of a moment, and what is none, as the contract has them. */
const spellings = [
  ...['2025-09-10', '2025-09-10 10:20', '2025-09-10T10:20', '2025-09-10T10:20:30', '2025-09-10 10:20:30.1'],
  ...['2025-09-10 10:20:30.123456789', '2025-09-10T10:20Z', '2025-09-10T10:20:30z', '2025-09-10T10:20:30 Z'],
  ...['2025-09-10 10:20:30 UTC', '2025-09-10 10:20+09', '2025-09-10 10:20 +0900', '2025-09-10 10:20:30.5-03:30'],
  ...['0001-01-01', '9999-12-31', '2024-02-29', '2025-09-10T23:59:59', '2025-09-10T00:00+23:59', '1988-05-08 02:30'],
  ...['2025-02-29', '2025-13-01', '2025-00-10', '2025-09-31', '2025-9-10', '20250910', '10/09/2025'],
  ...[
    '2025-09-10Z',
    '2025-09-10+09:00',
    '2025-09-10 10',
    '2025-09-10 24:00',
    '2025-09-10 10:60',
    '2025-09-10 10:20:60',
  ],
  ...['2025-09-10 10:20:30.', '2025-09-10 10:20:30.1234567890', '2025-09-10 10:20UTC', '2025-09-10 10:20 utc'],
  ...[
    '2025-09-10  10:20',
    '2025-09-10 10:20  Z',
    '2025-09-10 10:20+24',
    '2025-09-10 10:20+9',
    '2025-09-10 10:20+09:60',
  ],
  ...['2025-09-10t10:20', 'x2025-09-10', '2025-09-10x', '', 'infinity', 'epoch', '2025-09-10 (BC)'],
];

test('a moment is spelled as the contract says, and in no other way that a cast would take', async () => {
  const zone = 'Asia/Seoul';
  await connection.run(`set TimeZone = '${zone}'; set variable clock_changes = ['']`);
  const result = await connection.runAndReadAll(`
    select text, case when ${isValid('text')} then epoch_us(${instantValue('text')})::varchar end as value
    from (select unnest([${spellings.map((text) => `'${text}'`).join(', ')}]) as text)`);
  const expected = spellings.map((text) => ({ text, value: readMoment(text, zone)?.micros.toString() ?? null }));
  expect(result.getRowObjectsJson()).toEqual(expected);
  expect(expected.filter(({ value }) => value !== null)).toHaveLength(18);
  // There is no year 0 in the calendar.
  const nought = await connection.runAndReadAll(`select ${isValid("'0000-12-31'")} as valid`);
  expect(nought.getRows()).toEqual([[false]]);
});

test('days without a change are for the fast path, whichever zone', async () => {
  for (const [zone, from, changes] of [
    ['Asia/Seoul', '2020-01-01', []],
    ['Asia/Seoul', '1988-10-01', ['1988-10-07', '1988-10-08', '1988-10-09']],
    ['Europe/London', '2025-03-30', ['2025-03-30', '2025-03-31']],
  ] as const) {
    await connection.run(`set TimeZone = '${zone}'`);
    const to = from < '2000' ? '1988-11-01' : '2025-04-02';
    const result = await connection.runAndReadAll(`select ${clockChanges(`date '${from}'`, `date '${to}'`)} as days`);
    expect(result.getRowObjectsJson()).toEqual([{ days: changes }]);
    await connection.run(`set variable clock_changes = ${clockChanges(`date '${from}'`, `date '${to}'`)}`);
    const fast = await connection.runAndReadAll(
      `select ${fastInstantValue(`'${to}T10:20:30'`)} is not null as fast, ${fastInstantValue("'1969-01-01T10:20:30'")} is null as old`,
    );
    expect(fast.getRowObjectsJson()).toEqual([{ fast: true, old: true }]);
  }
});
