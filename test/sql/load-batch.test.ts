import { describe, expect, it } from 'vitest';
import type { Decision } from '../../lib/run/records.ts';
import { goldBatch } from '../../lib/stages/warehouse/gold-batch.ts';
import { loadBatch } from '../../lib/stages/warehouse/load-batch.ts';
import { type Batch, batchLimits } from '../../lib/stages/warehouse/warehouse.ts';

/** The longest names that may occur: a run id is an execution's name (80), a bucket's 63, an IAM role's ARN 2048 at most. */
const runId = 'r'.repeat(80);
const longest: Decision = {
  runId,
  dataset: 'transactions',
  from: '2025-09-01',
  to: '2025-12-01',
  derivedDates: [],
  touchedDates: Array.from({ length: 400 }, (_, day) =>
    new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10),
  ),
  closedDates: ['2025-01-01', '2025-12-31'],
  parts: [],
  manifests: {
    rows: `_staged/${runId}/rows.manifest.json`,
    controlTotals: `_staged/${runId}/control_totals.manifest.json`,
    sha256: 'a'.repeat(64),
  },
  rows: 400_000_000,
};
const role = `arn:aws:iam::111111111111:role/${'p'.repeat(512)}/${'r'.repeat(64)}`;
const kmsKey = `arn:aws:kms:ap-northeast-2:111111111111:key/mrk-${'0'.repeat(32)}`;
const load = loadBatch(longest, { silver: 'b'.repeat(63), copyRole: role });
const bytes = ({ statements, parameters }: Batch): number =>
  Buffer.byteLength([...statements, ...parameters.map(({ value }) => value)].join('\n'));

describe('the load transaction', () => {
  it('keeps to the limits of a batch, whatever the run', () => {
    expect(batchLimits).toEqual({ statements: 40, bytes: 100_000 });
    expect(load.statements.length).toBeLessThanOrEqual(40);
    expect(bytes(load)).toBeLessThanOrEqual(100_000);
    const gold = goldBatch('transactions', { gold: 'b'.repeat(63), unloadRole: role, kmsKey, runId });
    expect(gold.statements.length).toBeLessThanOrEqual(40);
    expect(bytes(gold)).toBeLessThanOrEqual(100_000);
  });

  it('does not grow with the dates it touches', () => {
    const small = loadBatch({ ...longest, touchedDates: [] }, { silver: 'b'.repeat(63), copyRole: role });
    expect(small.statements).toEqual(load.statements);
  });

  const at = (pattern: RegExp): number => {
    const found = load.statements.flatMap((statement, index) => (pattern.test(statement) ? [index] : []));
    expect([pattern.source, found.length]).toEqual([pattern.source, 1]);
    return found[0] ?? -1;
  };

  it('takes the lock first, so that its snapshot is taken with the lock', () => {
    expect(at(/^lock ops\.load_lock$/)).toBe(0);
  });

  it('goes copy, fact, ledger, totals of keys, marts, what was restated, checks of what is loaded', () => {
    const order = [
      /^select [\s\S]*already_loaded/,
      /^copy staged_transactions/,
      /^copy control_totals/,
      /as staged_totals/,
      /^create temp table fact_changes/,
      /^delete from core\.fact_transactions/,
      /^insert into core\.fact_transactions/,
      /^insert into ops\.load_ledger/,
      /^merge into core\.customer_total/,
      /^create temp table sums_before/,
      /^insert into mart\.sales_daily/,
      /^insert into mart\.rfm_customer/,
      /^insert into ops\.restatement/,
      /^insert into ops\.restated_rows/,
      /as fact_totals/,
      /as fact_keys/,
      /as sales_totals/,
      /as dimension_references/,
    ].map(at);
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order.at(-1)).toBe(load.statements.length - 1);
  });

  it('names each check in the statement that fails', () => {
    const checks = load.statements.filter((statement) => statement.includes('check failed'));
    expect(checks.map((statement) => /'check failed: (\w+)/.exec(statement)?.[1])).toEqual([
      'already_loaded',
      'staged_totals',
      'fact_totals',
      'fact_keys',
      'version_range',
      'sales_totals',
      'customer_totals',
      'dimension_references',
    ]);
  });

  it('has every parameter in some statement, and every one of a statement given', () => {
    const used = load.statements.flatMap((statement) =>
      [...statement.replace(/'[^']*'/g, '').matchAll(/(?<!:):([a-z]\w*)/g)].map(([, name]) => name),
    );
    expect([...new Set(used)].sort()).toEqual(load.parameters.map(({ name }) => name).sort());
    for (const { value } of load.parameters) expect(value).not.toBe('');
  });

  it('is of the dates that were published, in whatever order; where none were, of those asked for', () => {
    const parametersOf = (derivedDates: string[]) => {
      const { parameters } = loadBatch({ ...longest, derivedDates, closedDates: [] }, { silver: 'b', copyRole: role });
      return Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
    };
    const closed = { closed_from: '2000-01-01', closed_days: '0' };
    const common = { run_id: runId, dataset: 'transactions', manifest_sha256: 'a'.repeat(64), ...closed };
    expect(parametersOf(['2025-09-05', '2025-09-03', '2025-09-04'])).toEqual({
      ...common,
      from_date: '2025-09-03',
      to_date: '2025-09-05',
    });
    expect(parametersOf([])).toEqual({ ...common, from_date: '2025-09-01', to_date: '2025-12-01' });
  });

  it('tells of each day whether it was closed', () => {
    const closedOf = (closedDates: string[] | undefined) => {
      const { closedDates: _, ...open } = longest;
      const decision = { ...open, ...(closedDates && { closedDates }) };
      const { parameters } = loadBatch(decision, { silver: 'b', copyRole: role });
      return parameters.filter(({ name }) => name?.startsWith('closed')).map(({ value }) => value);
    };
    expect(closedOf(['2025-09-04', '2025-08-31', '2025-09-01'])).toEqual(['2025-08-31', '11001']);
    expect(closedOf(['2025-09-04'])).toEqual(['2025-09-04', '1']);
    expect(closedOf([])).toEqual(['2000-01-01', '0']);
    expect(closedOf(undefined)).toEqual(['2000-01-01', '0']);
  });

  it('of a run without closed dates restates nothing, and is shorter', () => {
    const { statements } = loadBatch({ ...longest, closedDates: [] }, { silver: 'b', copyRole: role });
    expect(statements.filter((statement) => /sums_before|ops\.restate/.test(statement))).toEqual([]);
    expect(statements).toHaveLength(load.statements.length - 3);
  });

  it('copies by the manifests of the run, in its bucket, by the role it is given', () => {
    const where = { silver: 'silver-bucket', copyRole: 'arn:aws:iam::111111111111:role/Copy' };
    const copies = loadBatch(longest, where).statements.filter((statement) => statement.startsWith('copy'));
    expect(copies).toHaveLength(2);
    for (const [at, name] of ['rows', 'control_totals'].entries())
      expect(copies[at]).toContain(`'s3://silver-bucket/_staged/${runId}/${name}.manifest.json'`);
    for (const copy of copies) expect(copy).toContain(`'${where.copyRole}'`);
  });

  it.each(["s3://b/x'; drop table", 's3://b/a b', 's3://b/"'])(
    'takes no location that could end its string: %s',
    (bad) => {
      expect(() => loadBatch(longest, { silver: bad, copyRole: role })).toThrow(/may not stand for/);
    },
  );
});
