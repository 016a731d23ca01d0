import { findContract } from '../../datasets/find-contract.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { stagedDatePrefix, summaryKey } from '../../lake/keys.ts';
import { getJson } from '../../lake/objects.ts';
import type { DateSummary } from '../../run/date-summary.ts';
import { listBronze } from '../../stages/plan/list-bronze.ts';
import type { Target } from '../targets/target.ts';
import { findRuns } from './find-runs.ts';

/** An ingest date as its latest run found it, which was blocked: none of it is published. */
export type BlockedDate = {
  ingestDate: string;
  runId: string;
  /** The checks that blocked. */
  checks: string[];
  summary: DateSummary;
  /** Where what the run found stands, until it expires. */
  prefix: string;
  /** Whether the date is published as it was before, with other files or rules. */
  isPublished: boolean;
};

/** Of these delivered ingest dates, those whose files as they are now were stopped by the gate. */
export async function findBlocked(target: Target, dataset: string, dates: readonly string[]): Promise<BlockedDate[]> {
  const { silver } = target;
  const contract = findContract(dataset);
  const unpublished = await forEachLimited(dates, 16, async (date) => {
    const published = await getJson<DateSummary>(silver, summaryKey(dataset, date));
    const [delivered] = await listBronze(target, contract, { from: date, to: date });
    const isSame = delivered?.fingerprint === published?.value.fingerprint;
    return isSame ? [] : [{ date, isPublished: published !== undefined }];
  });
  const changed = unpublished.flat();
  const runs = await findRuns(
    target,
    dataset,
    changed.map(({ date }) => date),
  );
  const found = await forEachLimited(changed, 16, async ({ date, isPublished }) => {
    const report = runs.get(date)?.blocked;
    if (!report) return [];
    const prefix = stagedDatePrefix(report.runId, date);
    const summary = await getJson<DateSummary>(silver, `${prefix}summary.json`);
    const checks = report.checks.filter(({ ok, severity }) => !ok && severity === 'block').map(({ name }) => name);
    if (!summary) return [];
    return [{ ingestDate: date, runId: report.runId, checks, summary: summary.value, prefix, isPublished }];
  });
  return found.flat();
}
