import type { RunCost } from '../../cost/run-cost.ts';
import { findContract } from '../../datasets/find-contract.ts';
import { PaylakeError } from '../../errors.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { journalKey, releaseKey, releasesPrefix, runKey, summaryKey } from '../../lake/keys.ts';
import { type Bucket, getJson, listObjects, putJson } from '../../lake/objects.ts';
import { datesOf } from '../../run/calendar.ts';
import type { DateSummary } from '../../run/date-summary.ts';
import { emptyReport } from '../../run/empty-report.ts';
import { type Lease, type OwnerState, takeLease } from '../../run/lease.ts';
import { type Decision, type PlannedDate, type RunPlan, unitsOf } from '../../run/records.ts';
import { isReleased, type Release } from '../../run/release.ts';
import { parseRequest, type RunRequest } from '../../run/request.ts';
import { listBronze } from './list-bronze.ts';

export type PlanInput = {
  request: unknown;
  /** The execution: its ARN owns the lease, its name is the run id. */
  owner: string;
  runId: string;
  startedAt: string;
  /** Whether the environment has a generator, and whether it has landed what was asked for. */
  hasGenerator: boolean;
  isGenerated: boolean;
  /** What the run has cost if plan is going to answer so: for one that goes no further. */
  costOf?: (answer: 'locked' | 'wait') => RunCost;
};

/** What the machine does next, for which run, and the items of a stage that runs for each. */
export type PlanOutput = { runId: string; dataset: string } & (
  | { next: 'locked' | 'wait'; status: 'locked'; reportKey: string }
  | { next: 'generate'; items: { ingestDate: string; knobs: RunRequest['generate'] }[] }
  | { next: 'finish'; items: { unit: string }[] }
  | { next: 'derive'; items: { ingestDate: string }[] }
);

/**
 * Plan: reads the request, takes the lease and fixes the run's inputs. A run that was decided but never finished goes
 * first: it is handed to the stages behind the audit, then plan is asked again.
 */
export async function planRun(
  buckets: { bronze: Bucket; silver: Bucket },
  input: PlanInput,
  lease: { now: Date; seconds: number; ownerState: (owner: string) => Promise<OwnerState> },
): Promise<PlanOutput> {
  const request = parseRequest(input.request, input.startedAt);
  const { dataset, from, to, generate } = request;
  const { runId, owner } = input;
  if (generate && !input.hasGenerator) {
    throw new PaylakeError('usage', 'this environment has no generator: it takes real feeds', 'use run or backfill');
  }
  const holder = await takeLease(buckets.silver, dataset, { owner, runId, ...lease });
  if (holder) return standBack(buckets.silver, input, request, holder);
  const decided = await getJson<Decision>(buckets.silver, journalKey(dataset));
  if (decided) return { next: 'finish', runId: decided.value.runId, dataset, items: unitsOf(decided.value) };
  if (generate && !input.isGenerated) {
    return {
      next: 'generate',
      runId,
      dataset,
      items: datesOf(from, to).map((ingestDate) => ({ ingestDate, knobs: generate })),
    };
  }
  const bronze = await listBronze(buckets, findContract(dataset), request);
  const releases = new Set((await listObjects(buckets.silver, releasesPrefix(dataset))).map(({ key }) => key));
  const dates = await forEachLimited(bronze, 16, async (found) => {
    const key = releaseKey(dataset, found.ingestDate);
    const release = releases.has(key) ? await getJson<Release>(buckets.silver, key) : undefined;
    const date = { ...found, released: isReleased(release?.value) };
    // Made-up data is only topped up; any other run derives what it was asked for.
    return { ...date, derive: !generate || !(await isPublished(buckets.silver, dataset, date)) };
  });
  const found = new Set(dates.map((date) => date.ingestDate));
  const missing = datesOf(from, to).filter((date) => !found.has(date));
  const plan: RunPlan = { runId, dataset, from, to, accept: request.accept, dates, missing };
  await putJson(buckets.silver, runKey(runId, 'plan'), plan);
  const items = dates.filter((date) => date.derive).map(({ ingestDate }) => ({ ingestDate }));
  return { next: 'derive', runId, dataset, items };
}

/** Another run has the lease: the scheduled run waits for it, any other says so and ends. */
async function standBack(
  silver: Bucket,
  { runId, costOf }: PlanInput,
  request: RunRequest,
  holder: Lease,
): Promise<PlanOutput> {
  const { dataset, from, to } = request;
  const answer = request.scheduled ? 'wait' : 'locked';
  const reportKey = runKey(runId, 'report');
  const message = `run ${holder.runId} has held the lease on ${dataset} since ${holder.acquiredAt}`;
  const next = `run the same command again when it has ended; the lease ends at ${holder.expiresAt} at the latest`;
  const error = { kind: 'locked', message, next };
  const cost = costOf?.(answer);
  const report = emptyReport({ runId, status: 'locked', dataset, from, to, ...(cost && { cost }), error });
  await putJson(silver, reportKey, report);
  return { next: answer, runId, dataset, status: 'locked', reportKey };
}

/** Whether exactly these inputs are what is published of the date. */
async function isPublished(
  silver: Bucket,
  dataset: string,
  { ingestDate, fingerprint, released }: Omit<PlannedDate, 'derive'>,
): Promise<boolean> {
  const summary = await getJson<DateSummary>(silver, summaryKey(dataset, ingestDate));
  return summary?.value.fingerprint === fingerprint && summary.value.released === released;
}
