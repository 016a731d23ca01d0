import { findDataset } from '../../datasets/find-dataset.ts';
import { addDays, daysBetween } from '../../run/calendar.ts';
import type { Decision } from '../../run/records.ts';
import { readStatements } from './read-statements.ts';
import { type Batch, toParameters } from './warehouse.ts';

/**
 * The load transaction of a dataset, in order: lock, copy, fact, ledger, totals of keys, marts, checks of all of it. Of a run that
 * touches no closed date nothing is restated (`isRestating`).
 */
export function loadFilesOf(name: string, isRestating = true): string[] {
  const { totals, marts, checks } = findDataset(name);
  const own = (folder: string, files: readonly string[]): string[] =>
    files.map((file) => `${name}/${folder}/${file}.sql`);
  const built = marts.filter(({ slice }) => slice !== 'view');
  const isSummed = isRestating && marts.some(({ sums }) => sums);
  return [
    'shared/lock.sql',
    'shared/check_not_loaded.sql',
    ...own('fact', ['copy_staged', 'check_staged', 'change_fact']),
    'shared/ledger.sql',
    'shared/touched_dates.sql',
    ...own('totals', totals),
    ...own('fact', isSummed ? ['sums_before'] : []),
    ...own(
      'marts',
      built.map((mart) => mart.name),
    ),
    ...own('fact', isSummed ? ['restatement'] : []),
    ...own('fact', ['check_totals', 'check_keys', 'check_values']),
    ...own('checks', checks),
  ];
}

/** The batch that loads a decided run: all or nothing. */
export function loadBatch(decision: Decision, where: { silver: string; copyRole: string }): Batch {
  const { manifests, derivedDates, closedDates = [] } = decision;
  const published = derivedDates.toSorted();
  return {
    statements: readStatements(loadFilesOf(decision.dataset, closedDates.length > 0), {
      rows_manifest: `s3://${where.silver}/${manifests.rows}`,
      control_manifest: `s3://${where.silver}/${manifests.controlTotals}`,
      copy_role: where.copyRole,
    }),
    parameters: toParameters({
      run_id: decision.runId,
      dataset: decision.dataset,
      // What was published, not what was asked for: as-of dates hang on it.
      from_date: published[0] ?? decision.from,
      to_date: published.at(-1) ?? decision.to,
      manifest_sha256: manifests.sha256,
      ...closedParameters(closedDates),
    }),
  };
}

/** A digit for each day between the closed dates, first to last, 1 for a closed one: as short as a parameter has to be. */
function closedParameters(closedDates: readonly string[]): { closed_from: string; closed_days: string } {
  const [first, ...more] = closedDates.toSorted();
  if (first === undefined) return { closed_from: '2000-01-01', closed_days: '0' };
  const closed = new Set(closedDates);
  const days = daysBetween(first, more.at(-1) ?? first) + 1;
  const digits = Array.from({ length: days }, (_, day) => (closed.has(addDays(first, day)) ? '1' : '0'));
  return { closed_from: first, closed_days: digits.join('') };
}
