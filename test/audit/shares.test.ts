import { expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import type { SetAsideGroup } from '../../lib/run/date-summary.ts';
import type { DateSummary, JudgedCheck } from '../../lib/run/records.ts';
import type { Evidence } from '../../lib/stages/audit/evidence.ts';
import { type Accepted, runChecks } from '../../lib/stages/audit/run-checks.ts';
import { conflicts, delivered, evidence, summary } from './evidence.ts';

const none = { in: {}, quarantined: {}, held: {} };
const rows = (all: number, quarantined: number, held = 0): DateSummary['rows'] => ({
  in: all,
  accepted: all - quarantined - held,
  quarantined,
  held,
});
const check = (name: string, changes: Partial<Evidence>): JudgedCheck => {
  const [found, ...more] = runChecks({ ...evidence(), ...changes }).filter((one) => one.name === name);
  expect(more).toEqual([]);
  return found as JudgedCheck;
};
const ofFeeds = (feeds: DateSummary['feeds'], changes: Partial<DateSummary> = {}): Partial<Evidence> => ({
  summaries: [summary({ feeds, ...changes })],
});
const group = (feed: string, reason: string, count: number): SetAsideGroup => ({
  reason,
  file: `${feed}/ingest_date=2025-09-10/f.csv`,
  rows: count,
  money: {},
  examples: [{ line: 2, raw: 'x' }],
});

test('a small feed that is all bad is not hidden by a large good one', () => {
  const feeds = { big: delivered(rows(10_000, 0), none), small: delivered(rows(8, 8), none) };
  const setAside = { quarantine: [group('small', 'invalid:amount', 8)], held: [] };
  const found = check('quarantined_share', ofFeeds(feeds, { setAside }));
  expect(found).toMatchObject({ severity: 'block', ok: false });
  expect(found.detail).toBe('2025-09-10, feed small: 8 of 8 rows quarantined, 100 %, more than 5 % (invalid:amount 8)');
  expect(found.failures[0]?.examples).toMatchObject([{ file: expect.stringMatching(/^small\//), line: 2 }]);
});

test('the date is looked at as well: five feeds with one bad row each are five bad rows', () => {
  const feeds = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((feed) => [feed, delivered(rows(10, 1), none)]));
  const found = check('quarantined_share', ofFeeds(feeds));
  expect(found).toMatchObject({ severity: 'block', ok: false });
  expect(found.detail).toContain('2025-09-10: 5 of 50 rows quarantined');
});

test('the date blocks, and the feed that is worst of it is told with it', () => {
  const feeds = { big: delivered(rows(100, 6), none), small: delivered(rows(5, 5), none) };
  const { failures } = check('quarantined_share', ofFeeds(feeds));
  expect(failures.map(({ detail }) => /^[^:]+/.exec(detail)?.[0])).toEqual([
    '2025-09-10',
    '2025-09-10, feed big',
    '2025-09-10, feed small',
  ]);
});

test('a check that only warns tells of little as well as of much', () => {
  const on = (ingestDate: string, bad: number): DateSummary => summary({ ingestDate, rows: rows(100, bad) });
  const { severity, detail } = check('quarantined_rows', { summaries: [on('2025-09-09', 2), on('2025-09-10', 9)] });
  expect(severity).toBe('warn');
  for (const said of ['2025-09-09: 2 of 100', '2025-09-10: 9 of 100']) expect(detail).toContain(said);
});

test('a date that is accepted is accepted with the little that is wrong beside what blocked', () => {
  const feeds = { big: delivered(rows(20, 6), none), small: delivered(rows(2, 1), none) };
  const changes = { ...evidence(), ...ofFeeds(feeds) };
  const share = (passed?: Accepted): JudgedCheck | undefined =>
    runChecks(changes, passed).find(({ name }) => name === 'quarantined_share');
  expect(share()).toMatchObject({ severity: 'block', ok: false });
  const passed = share(new Map([['quarantined_share', new Set(['2025-09-10'])]]));
  expect(passed).toMatchObject({ severity: 'block', ok: true, detail: expect.stringMatching(/^accepted: /) });
});

test('a feed that has all the bad rows of its date is told alone', () => {
  const feeds = { good: delivered(rows(50, 0), none), bad: delivered(rows(50, 10), none) };
  const { failures } = check('quarantined_share', ofFeeds(feeds));
  expect(failures.map(({ detail }) => detail)).toEqual([expect.stringContaining('feed bad: 10 of 50 rows')]);
});

test('a record that spans lines counts as the lines it spans: one bad row may be most of a file', () => {
  const lines = { ...rows(3000, 2901), accepted: 99 };
  const feeds = { transactions: delivered(rows(100, 1), none, lines) };
  const found = check('quarantined_share', ofFeeds(feeds));
  expect(found).toMatchObject({ severity: 'block', ok: false });
  expect(found.detail).toContain('1 of 100 rows quarantined, 2901 of 3000 lines, 96.7 %');
});

test('held rows by feed: fewer than five warn even where the contract blocks', () => {
  const contract = {
    ...transactions,
    gate: { ...transactions.gate, held_rows: { severity: 'block' as const, above: 0.5 } },
  };
  const held = (count: number): JudgedCheck =>
    check('held_rows', {
      contract,
      ...ofFeeds({ big: delivered(rows(1000, 0), none), small: delivered(rows(6, 0, count), none) }),
    });
  expect(held(3)).toMatchObject({ ok: true });
  expect(held(4)).toMatchObject({ severity: 'warn', ok: false, detail: expect.stringContaining('feed small: 4 of 6') });
  expect(held(5)).toMatchObject({ severity: 'block', ok: false });
});

test.each([
  ['money that is mostly refunds', '-1000.00', '-50.01', false],
  ['refunds of a day of sales', '1000.00', '-50.01', false],
  ['sales of a day of refunds', '-1000.00', '50.01', false],
  ['a small part of a day of refunds', '-1000.00', '-50.00', true],
  ['a net of nothing', '0.00', '-0.01', false],
])('quarantined money counts by its size, negative or not: %s', (_, all, bad, ok) => {
  const money = { in: { KRW: all }, quarantined: { KRW: bad }, held: {} };
  const found = check('quarantined_money', { summaries: [summary({ rows: rows(100, 5), money })] });
  expect(found.ok).toBe(ok);
  if (!ok) expect(found.detail).toContain(`${bad} of ${all} KRW quarantined`);
});

test('quarantined money of a small feed is not hidden by that of a large one', () => {
  const large = { in: { KRW: '1000000.00', USD: '10.00' }, quarantined: {}, held: {} };
  const small = { in: { KRW: '100.00' }, quarantined: { KRW: '90.00' }, held: {} };
  const feeds = { big: delivered(rows(1000, 0), large), small: delivered(rows(10, 9), small) };
  const found = check('quarantined_money', ofFeeds(feeds, { money: { ...large, quarantined: { KRW: '90.00' } } }));
  expect(found.detail).toBe('2025-09-10, feed small: 90.00 of 100.00 KRW quarantined, more than 5 %');
});

const contradicted = (count: number, all: number): Partial<Evidence> => ({
  summaries: [summary({ rows: rows(all, 0) })],
  ranking: { ...evidence().ranking, conflicts: { '2025-09-10': conflicts(count) } },
});

test.each([
  [1, 1_000_000, 'warn'],
  [25, 5000, 'warn'],
  [26, 5000, 'block'],
  [4, 4, 'warn'],
  [5, 5, 'block'],
] as const)('conflicting duplicates: %i of %i rows: %s', (count, all, severity) => {
  const found = check('conflicting_duplicates', contradicted(count, all));
  expect(found).toMatchObject({ severity, ok: false });
  for (const said of [`2025-09-10: ${count} rows`, `${count * 10}.00 KRW leaves, ${count * 12}.00 comes`, 'a.csv:2'])
    expect(found.detail).toContain(said);
  expect(found.failures).toMatchObject([{ date: '2025-09-10', inputs: 'pairs', examples: [{ line: 2 }] }]);
});

test('blank records and rows left out are told, and fail nothing', () => {
  const feed = { ...delivered(rows(10, 0), none), blank: 3, leftOut: { footer: 1, 'type is payout': 20 } };
  const found = check('left_out', ofFeeds({ bank: feed }));
  expect(found).toMatchObject({ severity: 'warn', ok: true });
  expect(found.detail).toBe(
    '2025-09-10, feed bank: 3 blank records, 1 rows left out (footer), 20 rows left out (type is payout)',
  );
  expect(runChecks(evidence()).map(({ name }) => name)).not.toContain('left_out');
});

test('a finding is told by its column where it names one', () => {
  const file = 'transactions/ingest_date=2025-09-10/one.csv';
  const findings = [
    { kind: 'null_word' as const, column: 'customer_id', value: 'NULL', count: 2, file, line: 3 },
    { kind: 'null_word' as const, column: 'card_id', value: 'NULL', count: 1, file, line: 4 },
  ];
  const found = check('null_words', { summaries: [summary({ findings })] });
  expect(found).toMatchObject({ severity: 'warn', ok: false });
  expect(found.detail).toContain(`customer_id "NULL" 2 times, first ${file}:3`);
  expect(found.detail).toContain(`card_id "NULL" 1 times, first ${file}:4`);
});

const newest = (date: string | null): DateSummary['feeds'][string] => ({
  ...delivered(rows(10, 0), none),
  newest: date,
});
test.each([
  [{ transactions: newest('2025-09-09') }, true],
  [{ transactions: newest('2025-09-08') }, false],
  [{ transactions: newest(null) }, true],
  [{ 'purchase-cards': newest('2014-04-01') }, true],
  [{ transactions: newest('2025-09-08'), 'purchase-cards': newest('2025-09-10') }, false],
  [{ transactions: newest('2025-09-09'), 'purchase-cards': newest('2014-04-01') }, true],
])('freshness is that of each daily feed: %o passes: %s', (feeds, ok) => {
  const found = check('freshness', ofFeeds(feeds));
  expect(found.ok).toBe(ok);
  if (!ok) expect(found.detail).toContain('the newest row is of 2025-09-08');
});
