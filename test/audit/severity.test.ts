import { describe, expect, test } from 'vitest';
import type { DataCheckName, Gate, Severity } from '../../lib/contracts/contract.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { acceptableChecks } from '../../lib/run/checks.ts';
import type { FeedSummary, Finding } from '../../lib/run/date-summary.ts';
import type { DateSummary, JudgedCheck, StagedPart } from '../../lib/run/records.ts';
import type { Evidence } from '../../lib/stages/audit/evidence.ts';
import { type Accepted, runChecks } from '../../lib/stages/audit/run-checks.ts';
import { conflicts, delivered, evidence, summary } from './evidence.ts';

const file = 'transactions/ingest_date=2025-09-10/one.ndjson';
const finding = (kind: Finding['kind']): Partial<Evidence> => ({
  summaries: [summary({ findings: [{ kind, value: 'XYZ', count: 1, file, line: 3 }] })],
});
const rows = (quarantined: number, held: number): DateSummary['rows'] => ({
  in: 100,
  accepted: 100 - quarantined - held,
  quarantined,
  held,
});
const days = (changes: Partial<DateSummary>): DateSummary[] =>
  ['2025-09-09', '2025-09-08', '2025-09-07'].map((ingestDate) => summary({ ingestDate, ...changes }));
const columns = (of: Record<string, string>): DateSummary['files'] => [{ key: file, size: 1, rows: 9, columns: of }];
const newest = (date: string): FeedSummary => ({ ...delivered(rows(0, 0), summary().money), newest: date });
const part = evidence().parts[0] as StagedPart;

/** What each check about the data does not pass; the type keeps the list whole. */
const failing: Record<DataCheckName, Partial<Evidence>> = {
  file_refused: { summaries: [summary({ refused: [{ key: file, reason: 'torn', remedy: 'send again' }] })] },
  quarantined_share: { summaries: [summary({ rows: rows(6, 0) })] },
  quarantined_rows: { summaries: [summary({ rows: rows(5, 0) })] },
  quarantined_money: {
    summaries: [
      summary({ rows: rows(5, 0), money: { in: { KRW: '1000.00' }, quarantined: { KRW: '50.01' }, held: {} } }),
    ],
  },
  held_rows: { summaries: [summary({ rows: rows(0, 5) })] },
  volume: { history: days({ rows: { in: 201, accepted: 201, quarantined: 0, held: 0 } }) },
  missing_days: { plan: { ...evidence().plan, missing: ['2025-09-10'] } },
  freshness: { summaries: [summary({ feeds: { transactions: newest('2025-09-08') } })] },
  distribution: {
    summaries: [summary({ distribution: { status: { approved: 100 } } })],
    history: days({ distribution: { status: { approved: 79, declined: 21 } } }),
  },
  schema_drift: {
    summaries: [summary({ files: columns({ amount: 'text' }) })],
    history: days({ files: columns({ amount: 'text', mcc: 'text' }) }),
  },
  unmapped_categories: finding('unmapped_category'),
  unlisted_currencies: finding('unlisted_currency'),
  minor_units: finding('minor_units'),
  outer_quotes: finding('outer_quotes'),
  null_words: finding('null_word'),
  identical_files: finding('identical_file'),
  conflicting_duplicates: {
    ranking: { ...evidence().ranking, conflicts: { '2025-09-10': conflicts(5) } },
  },
  restatement: {
    isClosed: () => true,
    parts: [{ ...part, dates: [{ date: '2025-09-10', rows: 95, digest: 'new' }] }],
    catalog: [{ date: '2025-09-10', rows: 95, digest: 'old', partitions: [] }],
  },
};
const names = Object.keys(failing) as DataCheckName[];

function contractWith(changes: Partial<Gate>): Evidence['contract'] {
  return { ...transactions, gate: { ...transactions.gate, ...changes } };
}

/** The check of a gate in which it, or everything, has this severity. */
function judged(name: DataCheckName, severity: Severity, accepted?: Accepted): JudgedCheck {
  const contract = contractWith({ [name]: { ...transactions.gate[name], severity } });
  const found = runChecks({ ...evidence(), ...failing[name], contract }, accepted).filter((one) => one.name === name);
  expect(found).toHaveLength(1);
  return found[0] as JudgedCheck;
}

describe.each(names)('%s', (name) => {
  test.each(['block', 'warn'] as const)('is not met, and does what its contract says: %s', (severity) => {
    expect(judged(name, severity)).toMatchObject({ severity, ok: false });
    expect(judged(name, severity).detail).toContain(name === 'file_refused' ? file : '');
  });

  test('blocking, it is passed for the date an operator accepted and for no other', () => {
    const on = (check: string, date: string): Accepted => new Map([[check, new Set([date])]]);
    const passed = judged(name, 'block', on(name, '2025-09-10'));
    expect(passed).toMatchObject({ severity: 'block', ok: true, detail: expect.stringMatching(/^accepted: ./) });
    expect(judged(name, 'block', on(name, '2025-09-11')).ok).toBe(false);
    const other = name === 'volume' ? 'freshness' : 'volume';
    expect(judged(name, 'block', on(other, '2025-09-10')).ok).toBe(false);
  });

  test('says of which date and inputs it is, for which an acceptance would hold', () => {
    const { failures } = judged(name, 'block');
    expect(failures.length).toBeGreaterThan(0);
    for (const { date, inputs, detail } of failures) {
      expect([date, detail.length > 0]).toEqual(['2025-09-10', true]);
      const known: Partial<Record<DataCheckName, string>> = {
        missing_days: 'no-files',
        restatement: 'new',
        conflicting_duplicates: 'pairs',
      };
      expect(inputs).toBe(known[name] ?? 'f');
    }
  });

  test('can be accepted exactly where it blocks', () => {
    const acceptable = (severity: Severity): boolean =>
      acceptableChecks(contractWith({ [name]: { ...transactions.gate[name], severity } })).includes(name);
    expect(acceptable('block')).toBe(true);
    // Landing refuses a file whatever the gate says, and that can be accepted.
    expect(acceptable('warn')).toBe(name === 'file_refused');
  });
});

test('the gate of transactions is as the interfaces fix it', () => {
  const blocking = Object.entries(transactions.gate).filter(([, { severity }]) => severity === 'block');
  expect(blocking.map(([name]) => name)).toEqual(['file_refused', 'quarantined_share', 'conflicting_duplicates']);
});

test('checks about the pipeline block whatever the gate says, and cannot be accepted', () => {
  const gate = Object.fromEntries(names.map((name) => [name, { ...transactions.gate[name], severity: 'warn' }]));
  const broken = {
    ...evidence(),
    contract: contractWith(gate),
    parts: [],
    ranking: { ...evidence().ranking, verdicts: {}, residualDuplicates: 1 },
  };
  const pipeline = ['accounting', 'staged_totals', 'residual_duplicates'];
  const all = new Map(pipeline.map((name) => [name, new Set(['2025-09-10'])]));
  const blocking = runChecks(broken, all).filter(({ severity }) => severity === 'block');
  expect(blocking.map(({ name, ok }) => [name, ok])).toEqual(pipeline.map((name) => [name, false]));
  for (const name of pipeline) expect(acceptableChecks(contractWith({}))).not.toContain(name);
});

test('blocking checks stand first', () => {
  const severities = runChecks({ ...evidence(), contract: contractWith({ restatement: { severity: 'block' } }) }).map(
    ({ severity }) => severity,
  );
  expect(severities).toEqual(severities.toSorted());
});

test.each<[DataCheckName, Partial<Gate>]>([
  ['quarantined_share', { quarantined_share: { severity: 'block', above: 0.06 } }],
  ['quarantined_rows', { quarantined_rows: { severity: 'warn', above: 0.05 } }],
  ['quarantined_money', { quarantined_money: { severity: 'warn', above: 0.051 } }],
  ['held_rows', { held_rows: { severity: 'warn', above: 0.05 } }],
  ['volume', { volume: { ...transactions.gate.volume, low: 0.4 } }],
  ['volume', { volume: { ...transactions.gate.volume, minDays: 4 } }],
  ['freshness', { freshness: { severity: 'warn', days: 2 } }],
  ['distribution', { distribution: { ...transactions.gate.distribution, difference: 0.21 } }],
  ['distribution', { distribution: { ...transactions.gate.distribution, columns: ['currency'] } }],
])('the limit of %s comes from the contract: %o', (name, gate) => {
  const met = runChecks({ ...evidence(), ...failing[name], contract: contractWith(gate) });
  expect(met.find((check) => check.name === name)).toMatchObject({ ok: true });
});

test('a column that is watched only now has no past to differ from', () => {
  const history = days({ distribution: { status: { approved: 100 } } });
  const summaries = [summary({ distribution: { status: { approved: 100 }, channel: { pos: 100 } } })];
  const contract = contractWith({
    distribution: { ...transactions.gate.distribution, columns: ['status', 'channel'] },
  });
  const found = runChecks({ ...evidence(), summaries, history, contract });
  expect(found.find(({ name }) => name === 'distribution')).toMatchObject({ ok: true });
});
