import { findContract } from '../contracts/index.ts';
import { acceptedPrefix, journalKey, runKey } from '../lake/keys.ts';
import { forEachLimited } from '../lake/for-each-limited.ts';
import { type Bucket, getJson, putJson } from '../lake/objects.ts';
import { datesOf } from '../run/calendar.ts';
import type { DateSummary } from '../run/date-summary.ts';
import { type Lease, type OwnerState, takeLease } from '../run/lease.ts';
import { type Decision, type RunPlan, unitsOf } from '../run/records.ts';
import { parseRequest, type RunRequest } from '../run/request.ts';
import { listBronze } from './list-bronze.ts';

export type PlanInput = {
  request: unknown;
  /** The execution: its ARN owns the lease, its name is the run id. */
  owner: string;
  runId: string;
  startedAt: string;
  /** Whether the made-up data that was asked for has landed. */
  generated: boolean;
};

/** What the machine does next; `runId` names the run the next stages work for. */
export type PlanOutput =
  | { next: 'locked'; runId: string; status: 'locked'; scheduled: boolean; holder: Lease }
  | { next: 'generate'; runId: string; dates: { ingestDate: string; generate: RunRequest['generate'] }[] }
  | { next: 'finish'; runId: string; dataset: string; units: { unit: string }[] }
  | { next: 'derive'; runId: string; dataset: string; dates: { ingestDate: string }[] };

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
  const { dataset, from, to } = request;
  const { runId, owner } = input;
  const holder = await takeLease(buckets.silver, dataset, { owner, runId, ...lease });
  if (holder) return { next: 'locked', runId, status: 'locked', scheduled: request.scheduled, holder };
  const decided = await getJson<Decision>(buckets.silver, journalKey(dataset));
  if (decided) return { next: 'finish', runId: decided.value.runId, dataset, units: unitsOf(decided.value) };
  if (request.generate && !input.generated) {
    const { generate } = request;
    return { next: 'generate', runId, dates: datesOf(from, to).map((ingestDate) => ({ ingestDate, generate })) };
  }
  const bronze = await listBronze(buckets.bronze, findContract(dataset), request);
  const dates = await forEachLimited(bronze, 16, async (date) => ({
    ...date,
    // Made-up data is only topped up; any other run derives what it was asked for.
    derive: !request.generate || (await publishedFingerprint(buckets.silver, dataset, date)) !== date.fingerprint,
  }));
  const found = new Set(dates.map((date) => date.ingestDate));
  const missing = datesOf(from, to).filter((date) => !found.has(date));
  const plan: RunPlan = { runId, dataset, from, to, accept: request.accept, dates, missing };
  await putJson(buckets.silver, runKey(runId, 'plan'), plan);
  const derived = dates.filter((date) => date.derive).map(({ ingestDate }) => ({ ingestDate }));
  return { next: 'derive', runId, dataset, dates: derived };
}

async function publishedFingerprint(
  silver: Bucket,
  dataset: string,
  { ingestDate }: { ingestDate: string },
): Promise<string | undefined> {
  const summary = await getJson<DateSummary>(silver, `${acceptedPrefix(dataset, ingestDate)}summary.json`);
  return summary?.value.fingerprint;
}
