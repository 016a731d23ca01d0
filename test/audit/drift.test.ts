import { expect, test } from 'vitest';
import type { DateSummary, JudgedCheck } from '../../lib/run/records.ts';
import { runChecks } from '../../lib/stages/audit/run-checks.ts';
import { evidence, summary } from './evidence.ts';

const on = (ingestDate: string, files: DateSummary['files'], more: Partial<DateSummary> = {}): DateSummary =>
  summary({ ingestDate, files, ...more });
const file = (name: string, columns: Record<string, string>, rows = 9, feed = 'transactions'): DateSummary['files'] => [
  { key: `${feed}/ingest_date=2025-09-10/${name}`, size: 1, rows, columns },
];
const drift = (today: DateSummary['files'], ...history: DateSummary[]): JudgedCheck => {
  const found = runChecks({ ...evidence(), summaries: [on('2025-09-10', today)], history });
  return found.find(({ name }) => name === 'schema_drift') as JudgedCheck;
};

test('a file without rows tells nothing of the columns of its feed: the one before it with rows is compared', () => {
  const empty = on('2025-09-09', file('a.csv', {}, 0));
  const before = on('2025-09-08', file('a.csv', { amount: 'text', mcc: 'text' }));
  expect(drift(file('a.csv', { amount: 'text' }), empty, before)).toMatchObject({
    ok: false,
    detail: expect.stringContaining('no column "mcc" any more'),
  });
  expect(drift(file('a.csv', { amount: 'text', mcc: 'text' }), empty, before).ok).toBe(true);
});

test('another feed is another sender', () => {
  const cards = on('2025-09-09', file('a.csv', { amount: 'text', mcc: 'text' }, 9, 'purchase-cards'));
  expect(drift(file('a.csv', { amount: 'text' }), cards).ok).toBe(true);
});

test.each([
  [{ amount: 'number' }, { amount: 'boolean' }, false],
  [{ amount: 'number' }, { amount: 'number' }, true],
  [{ amount: 'text' }, { amount: 'number' }, true],
  [{ amount: 'number' }, { amount: 'text' }, true],
  [{ amount: 'null' }, { amount: 'number' }, true],
])('from %o to %o: %s', (before, now, ok) => {
  expect(drift(file('a', now), on('2025-09-09', file('a', before))).ok).toBe(ok);
});

const shares = (ingestDate: string, status: Record<string, number>): DateSummary =>
  summary({ ingestDate, distribution: { status } });
const distribution = (today: Record<string, number>, past: Record<string, number>): JudgedCheck => {
  const history = ['2025-09-09', '2025-09-08', '2025-09-07'].map((date) => shares(date, past));
  const found = runChecks({ ...evidence(), summaries: [shares('2025-09-10', today)], history });
  return found.find(({ name }) => name === 'distribution') as JudgedCheck;
};

test('a value that is gone is as strange as one that is new', () => {
  // In between 21 % more approved; what is gone is told by itself.
  const gone = distribution({ approved: 100 }, { approved: 79, declined: 21 });
  expect(gone.ok).toBe(false);
  expect(gone.detail).toContain('status declined 0 %, usually 21 %');
  const fresh = distribution({ approved: 79, declined: 21 }, { approved: 100 });
  expect(fresh.detail).toContain('status declined 21 %, usually 0 %');
});

test('the difference may be as large as the limit', () => {
  expect(distribution({ approved: 100 }, { approved: 80, declined: 20 }).ok).toBe(true);
});
