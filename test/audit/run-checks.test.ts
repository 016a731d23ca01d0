import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Check, ControlTotal, DateSummary, StagedPart } from '../../lib/run/records.ts';
import type { Evidence } from '../../lib/stages/audit/evidence.ts';
import { type Accepted, runChecks } from '../../lib/stages/audit/run-checks.ts';
import { evidence, summary, verdicts } from './evidence.ts';

/** One check of a run over changed evidence. */
function check(name: string, changes: Partial<Evidence>, accepted?: Accepted): Check {
  const found = runChecks({ ...evidence(), ...changes }, accepted).filter((one) => one.name === name);
  expect(found, name).toHaveLength(1);
  return found[0] as Check;
}

/** Rows of which some are quarantined, all accounted for. */
const quarantined = (count: number, rows: number): Partial<Evidence> => ({
  summaries: [summary({ rows: { in: rows, accepted: rows - count, quarantined: count, held: 0 } })],
});

test('sound evidence passes every check', () => {
  expect(runChecks(evidence()).filter(({ ok }) => !ok)).toEqual([]);
});

test.each([
  ['quarantined_share', 'block', 5, 100, true],
  ['quarantined_share', 'block', 6, 100, false],
  ['quarantined_share', 'block', 51, 1000, false],
  ['quarantined_share', 'block', 5, 5, false],
  ['quarantined_share', 'warn', 4, 4, false],
  ['quarantined_share', 'warn', 1, 16, false],
  ['quarantined_share', 'block', 1, 20, true],
  ['quarantined_share', 'block', 0, 0, true],
  ['quarantined_rows', 'warn', 1, 100, true],
  ['quarantined_rows', 'warn', 2, 100, false],
  ['quarantined_rows', 'warn', 1, 99, false],
  ['quarantined_rows', 'warn', 10, 1000, true],
  ['quarantined_rows', 'warn', 11, 1000, false],
])('%s (%s): %i of %i rows passes: %s', (name, severity, count, rows, ok) => {
  expect(check(name, quarantined(count, rows))).toMatchObject({ severity, ok });
});

test('the borders are exact at any size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 50_000_000 }), (share) => {
      expect(check('quarantined_share', quarantined(share, share * 20)).ok).toBe(true);
      expect(check('quarantined_share', quarantined(share + 1, share * 20))).toMatchObject({
        severity: 'block',
        ok: false,
      });
      expect(check('quarantined_rows', quarantined(share, share * 100)).ok).toBe(true);
      expect(check('quarantined_rows', quarantined(share + 1, share * 100)).ok).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('the share counts by ingest date, not over the run; an accepted date passes, another does not', () => {
  const bad = (ingestDate: string): DateSummary =>
    summary({ ingestDate, rows: { in: 10, accepted: 5, quarantined: 5, held: 0 } });
  const good = summary({ ingestDate: '2025-09-03', rows: { in: 1000, accepted: 1000, quarantined: 0, held: 0 } });
  const summaries = [bad('2025-09-01'), bad('2025-09-02'), good];
  const share = (...dates: string[]): Check =>
    check('quarantined_share', { summaries }, new Map([['quarantined_share', new Set(dates)]]));
  expect(share()).toMatchObject({ ok: false, detail: expect.stringContaining('2025-09-01') });
  expect(share('2025-09-01')).toMatchObject({ ok: false, detail: expect.not.stringContaining('2025-09-01') });
  expect(share('2025-09-01', '2025-09-02').ok).toBe(true);
});

const refused = [{ key: 'transactions/ingest_date=2025-09-10/x.gz', reason: 'torn gzip', remedy: 'send again' }];

test('a refused file blocks and its check names file and reason, unless accepted for that date', () => {
  const summaries = [summary({ refused })];
  const blocked = check('file_refused', { summaries });
  expect(blocked).toMatchObject({ severity: 'block', ok: false });
  expect(blocked.detail).toContain('transactions/ingest_date=2025-09-10/x.gz');
  expect(blocked.detail).toContain('torn gzip');
  const accept = (name: string, date: string): Check =>
    check('file_refused', { summaries }, new Map([[name, new Set([date])]]));
  expect(accept('file_refused', '2025-09-10').ok).toBe(true);
  expect(accept('file_refused', '2025-09-09').ok).toBe(false);
  expect(accept('quarantined_share', '2025-09-10').ok).toBe(false);
});

test.each([
  ['a row too few', { loaded: 96 }, {}],
  ['a row too many', { duplicate: 4 }, {}],
  ['a minor unit too few', {}, { loaded: { KRW: '899.99' } }],
  ['a minor unit too many', {}, { superseded: { KRW: '50.01' } }],
  ['a currency from nowhere', {}, { duplicate: { KRW: '50.00', USD: '0.01' } }],
  ['money of the wrong sign', {}, { loaded: { KRW: '-900.00' } }],
])('accounting: %s blocks, and nobody can accept it', (_, rows, money) => {
  const sound = verdicts();
  const ranking = {
    ...evidence().ranking,
    verdicts: { '2025-09-10': { rows: { ...sound.rows, ...rows }, money: { ...sound.money, ...money } } },
  };
  const accepted = new Map([['accounting', new Set(['2025-09-10'])]]);
  expect(check('accounting', { ranking }, accepted)).toMatchObject({ severity: 'block', ok: false });
});

test('accounting: a date that was never ranked blocks', () => {
  expect(check('accounting', { ranking: { ...evidence().ranking, verdicts: {} } }).ok).toBe(false);
});

const part = (): StagedPart => evidence().parts[0] as StagedPart;
/** The part with another total of a measure. */
const withTotal = (change: Partial<ControlTotal>): StagedPart => ({
  ...part(),
  controlTotals: part().controlTotals.map((total) =>
    total.measure === change.measure ? { ...total, ...change } : total,
  ),
});

test.each([
  ['an amount differs', [withTotal({ measure: 'amount', amount: '899.99' })]],
  ['a row is missing', [withTotal({ measure: 'rows', rows: 94 })]],
  ['a date is missing', []],
  ['a total twice', [part(), part()]],
  ['a key twice', [{ ...part(), distinctKeys: 94 }]],
])('staged totals: %s blocks', (_, parts) => {
  expect(check('staged_totals', { parts })).toMatchObject({ severity: 'block', ok: false });
});

test('winners that share an id block', () => {
  const ranking = { ...evidence().ranking, residualDuplicates: 1 };
  expect(check('residual_duplicates', { ranking })).toMatchObject({ severity: 'block', ok: false });
});

test('missing days, held rows and drift warn, each saying where', () => {
  const { plan } = evidence();
  const missing = check('missing_days', { plan: { ...plan, missing: ['2025-09-11'] } });
  expect(missing).toMatchObject({ severity: 'warn', ok: false, detail: expect.stringContaining('2025-09-11') });
  const late = [summary({ rows: { in: 100, accepted: 93, quarantined: 0, held: 7 } })];
  expect(check('held_rows', { summaries: late })).toMatchObject({
    severity: 'warn',
    ok: false,
    detail: expect.stringContaining('7'),
  });
  for (const [kind, name] of [
    ['unknown_column', 'schema_drift'],
    ['unmapped_category', 'unmapped_categories'],
    ['unlisted_currency', 'unlisted_currencies'],
  ] as const) {
    const file = 'transactions/ingest_date=2025-09-10/file';
    const findings = [{ kind, value: 'odd one', count: 3, file, line: 17 }];
    const summaries = [summary({ files: [{ key: file, size: 1, rows: 3, columns: {} }], findings })];
    const found = check(name, { summaries });
    expect(found).toMatchObject({ severity: 'warn', ok: false });
    for (const said of ['odd one', '3', file, '17']) expect(found.detail).toContain(said);
    const others = runChecks({ ...evidence(), summaries }).filter((one) => one.name !== name && !one.ok);
    expect(others).toEqual([]);
  }
});

const day = (ingestDate: string, rows: number): DateSummary =>
  summary({ ingestDate, rows: { in: rows, accepted: rows, quarantined: 0, held: 0 } });

test.each([
  [49, 7, false],
  [50, 7, true],
  [200, 7, true],
  [201, 7, false],
  [49, 3, false],
  [49, 2, true],
  [1, 0, true],
])('volume: %i rows after %i days of 100 passes: %s', (rows, days, ok) => {
  const history = Array.from({ length: days }, (_, at) => day(`2025-09-0${9 - at}`, 100));
  const summaries = [summary({ rows: { in: rows, accepted: rows, quarantined: 0, held: 0 } })];
  expect(check('volume', { history, summaries })).toMatchObject({ severity: 'warn', ok });
});

test('volume looks back only: later days, and days before the last seven, count for nothing', () => {
  const later = ['2025-09-11', '2025-09-12', '2025-09-13'].map((ingestDate) => day(ingestDate, 1));
  const old = Array.from({ length: 20 }, (_, at) => day(`2025-08-${10 + at}`, 9000));
  const recent = Array.from({ length: 7 }, (_, at) => day(`2025-09-0${9 - at}`, 100));
  expect(check('volume', { history: [...later, ...recent, ...old] }).ok).toBe(true);
});

test.each([
  ['a closed date that changes', '2025-09-01', 95, 'new', 'old', false],
  ['a closed date that stays as it is', '2025-09-01', 95, 'same', 'same', true],
  ['an open date that changes', '2025-09-08', 95, 'new', 'old', true],
  ['a closed date that loses its last row', '2025-09-01', 0, '0', 'old', false],
  ['a closed date that gets its first row', '2025-09-07', 1, 'new', undefined, false],
  ['a closed date that is empty and was', '2025-09-01', 0, '0', undefined, true],
])('restatement: %s', (_, date, rows, digest, before, ok) => {
  const parts = [{ ...part(), dates: [{ date, rows, digest }] }];
  const catalog = before === undefined ? [] : [{ date, rows: 95, digest: before, partitions: [] }];
  const found = check('restatement', { parts, catalog });
  expect(found).toMatchObject({ severity: 'warn', ok });
  if (!ok) expect(found.detail).toContain(date);
});
