import { findDataset } from '../../datasets/find-dataset.ts';
import type { Decision } from '../../run/records.ts';
import { readStatements } from './read-statements.ts';
import { type Batch, toParameters } from './warehouse.ts';

/** The load transaction of a dataset, in order: lock, copy, checks, fact, ledger, dimensions, marts, checks of what was loaded. */
export function loadFilesOf(name: string): string[] {
  const { dims, marts, checks } = findDataset(name);
  const own = (folder: string, files: readonly string[]): string[] =>
    files.map((file) => `${name}/${folder}/${file}.sql`);
  return [
    'shared/lock.sql',
    'shared/check_not_loaded.sql',
    ...own('fact', ['copy_staged', 'check_staged', 'merge_fact']),
    'shared/ledger.sql',
    'shared/touched_dates.sql',
    ...own('dims', dims),
    ...own(
      'marts',
      marts.map((mart) => mart.name),
    ),
    ...own('fact', ['check_totals', 'check_keys']),
    ...own('checks', checks),
  ];
}

/** The batch that loads a decided run: all or nothing. */
export function loadBatch(decision: Decision, where: { silver: string; copyRole: string }): Batch {
  const { manifests, derivedDates } = decision;
  const published = derivedDates.toSorted();
  return {
    statements: readStatements(loadFilesOf(decision.dataset), {
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
    }),
  };
}
