import type { Decision } from '../../run/records.ts';
import { readStatements } from './read-statements.ts';
import { type Batch, toParameters } from './warehouse.ts';

/** The load transaction, in order: lock, copy, checks, fact, ledger, dimensions, marts, checks of what was loaded. */
export const loadFiles = [
  'load/010_lock.sql',
  'load/020_check_not_loaded.sql',
  'load/030_copy_staged.sql',
  'load/040_check_staged.sql',
  'load/050_fact_transactions.sql',
  'load/060_load_ledger.sql',
  'load/070_dimensions.sql',
  'marts/sales_daily.sql',
  'marts/rfm_customer.sql',
  'checks/fact_totals.sql',
  'checks/fact_keys.sql',
  'checks/sales_totals.sql',
] as const;

/** The batch that loads a decided run: all or nothing. */
export function loadBatch(decision: Decision, where: { silver: string; copyRole: string }): Batch {
  const { manifests, derivedDates } = decision;
  const published = derivedDates.toSorted();
  return {
    statements: readStatements(loadFiles, {
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
