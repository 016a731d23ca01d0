import { type ExecutionListItem, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { findContract } from '../../datasets/find-contract.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { acceptedRoot, dateOfFolder, journalKey, leaseKey, runKey } from '../../lake/keys.ts';
import { getJson, listFolders } from '../../lake/objects.ts';
import { datesOf } from '../../run/calendar.ts';
import type { Lease } from '../../run/lease.ts';
import type { Decision, RunReport } from '../../run/records.ts';
import { type KnownWithdrawal, readWithdrawals } from '../runs/read-withdrawals.ts';
import type { Target } from '../targets/target.ts';
import { deliveredDates } from './delivered-dates.ts';
import { findBlocked } from './find-blocked.ts';
import { readTrend, type TrendDay } from './read-trend.ts';
import { readWork, type Work } from './read-work.ts';

const trendDates = 10;
const shownRuns = 8;
/** Published dates of which it is looked whether newer files were blocked. */
const recentDates = 31;

export type Status = {
  schema: 'paylake.status/1';
  dataset: string;
  published: { dates: number; from: string | null; to: string | null };
  /** Ingest dates with Bronze files that are not published, and dates without any between the first and the last. */
  unpublished: string[];
  missing: string[];
  lease: Lease | null;
  /** What the holder of the lease is at. */
  work: Work | null;
  unfinished: string | null;
  /** Dates whose files as they are were stopped by the gate; `published`: as the date was before. */
  blocked: { ingestDate: string; runId: string; checks: string[]; published: boolean }[];
  /** Files that an operator took out of the account; `isPending` until a run has done so. */
  withdrawn: KnownWithdrawal[];
  /** The latest published ingest dates, oldest first. */
  trend: TrendDay[];
  /** `failed` names the checks of its gate that were not met. */
  runs: { runId: string; status: string; started: string; ended: string | null; failed: string[] }[];
};

/** `status`: what is published, what is not, who is at work, how the last runs ended. */
export async function readStatus(target: Target, name: string): Promise<Status> {
  const { bronze, silver, states, machineArn } = target;
  const dataset = findContract(name).name;
  const published = (await listFolders(silver, acceptedRoot(dataset))).map(dateOfFolder).sort();
  const delivered = await deliveredDates(bronze, dataset);
  const known = new Set(published);
  const [from = null, to = null] = [published[0], published.at(-1)];
  const lease = await getJson<Lease>(silver, leaseKey(dataset));
  const journal = await getJson<Decision>(silver, journalKey(dataset));
  const unpublished = delivered.filter((date) => !known.has(date));
  const looked = delivered.filter((date) => !known.has(date) || published.slice(-recentDates).includes(date));
  const blocked = await findBlocked(target, dataset, looked);
  const { executions } = await states.send(
    new ListExecutionsCommand({ stateMachineArn: machineArn, maxResults: shownRuns }),
  );
  return {
    schema: 'paylake.status/1',
    dataset,
    published: { dates: published.length, from, to },
    unpublished,
    missing: from && to ? datesOf(from, to).filter((date) => !known.has(date) && !delivered.includes(date)) : [],
    lease: lease?.value ?? null,
    work: lease ? await readWork(target, lease.value, dataset) : null,
    unfinished: journal?.value.runId ?? null,
    blocked: blocked.map(({ ingestDate, runId, checks, isPublished }) => ({
      ingestDate,
      runId,
      checks,
      published: isPublished,
    })),
    withdrawn: await readWithdrawals(silver, dataset),
    trend: await readTrend(target, dataset, published.slice(-trendDates)),
    runs: await forEachLimited(executions ?? [], shownRuns, async (execution) => {
      const report = await getJson<RunReport>(silver, runKey(execution.name ?? '', 'report'));
      return toRun(execution, report?.value);
    }),
  };
}

/** A blocked run's execution succeeded all the same: the report says how the run ended. */
function toRun({ name, status, startDate, stopDate }: ExecutionListItem, report?: RunReport): Status['runs'][number] {
  return {
    runId: name ?? '',
    status: report?.status ?? status?.toLowerCase() ?? '',
    started: startDate?.toISOString() ?? '',
    ended: stopDate?.toISOString() ?? null,
    failed: (report?.checks ?? []).filter(({ ok }) => !ok).map((check) => check.name),
  };
}
