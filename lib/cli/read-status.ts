import { type ExecutionListItem, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { forEachLimited } from '../lake/for-each-limited.ts';
import { acceptedRoot, dateOfFolder, journalKey, leaseKey, runKey, summaryKey } from '../lake/keys.ts';
import { getJson, listFolders } from '../lake/objects.ts';
import { datesOf } from '../run/calendar.ts';
import { findContract } from '../run/find-contract.ts';
import type { Lease } from '../run/lease.ts';
import type { DateSummary, Decision, RunReport } from '../run/records.ts';
import { deliveredDates } from './delivered-dates.ts';
import type { Target } from './target.ts';

const trendDates = 14;

export type Status = {
  schema: 'paylake.status/1';
  dataset: string;
  published: { dates: number; from: string | null; to: string | null };
  /** Ingest dates with Bronze files that are not published, and dates without any between the first and the last. */
  unpublished: string[];
  missing: string[];
  lease: Lease | null;
  unfinished: string | null;
  /** The latest published ingest dates, oldest first. */
  trend: { ingestDate: string; rows: number; quarantined: number; held: number; released: boolean }[];
  /** `failed` names the checks of its gate that were not met. */
  runs: { runId: string; status: string; started: string; ended: string | null; failed: string[] }[];
};

/** `status`: what is published, what is not, who is at work, how the last runs ended. */
export async function readStatus({ bronze, silver, states, machineArn }: Target, name: string): Promise<Status> {
  const dataset = findContract(name).name;
  const published = (await listFolders(silver, acceptedRoot(dataset))).map(dateOfFolder).sort();
  const delivered = await deliveredDates(bronze, dataset);
  const known = new Set(published);
  const [from = null, to = null] = [published[0], published.at(-1)];
  const lease = await getJson<Lease>(silver, leaseKey(dataset));
  const journal = await getJson<Decision>(silver, journalKey(dataset));
  const recent = await forEachLimited(published.slice(-trendDates), 14, (date) =>
    getJson<DateSummary>(silver, summaryKey(dataset, date)),
  );
  const { executions } = await states.send(new ListExecutionsCommand({ stateMachineArn: machineArn, maxResults: 10 }));
  return {
    schema: 'paylake.status/1',
    dataset,
    published: { dates: published.length, from, to },
    unpublished: delivered.filter((date) => !known.has(date)),
    missing: from && to ? datesOf(from, to).filter((date) => !known.has(date) && !delivered.includes(date)) : [],
    lease: lease?.value ?? null,
    unfinished: journal?.value.runId ?? null,
    trend: recent.flatMap((summary) => (summary ? [toTrend(summary.value)] : [])),
    runs: await forEachLimited(executions ?? [], 10, async (execution) => {
      const report = await getJson<RunReport>(silver, runKey(execution.name ?? '', 'report'));
      return toRun(execution, report?.value);
    }),
  };
}

function toTrend({ ingestDate, rows, released }: DateSummary): Status['trend'][number] {
  return { ingestDate, rows: rows.in, quarantined: rows.quarantined, held: rows.held, released };
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
