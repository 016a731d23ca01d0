import { type ExecutionListItem, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { feedsOf } from '../feeds/index.ts';
import { acceptedRoot, journalKey, leaseKey } from '../lake/keys.ts';
import { getJson, listFolders } from '../lake/objects.ts';
import { datesOf } from '../run/calendar.ts';
import type { Lease } from '../run/lease.ts';
import type { Decision } from '../run/records.ts';
import type { Target } from './target.ts';

export type Status = {
  schema: 'paylake.status/1';
  dataset: string;
  published: { dates: number; from: string | null; to: string | null };
  /** Ingest dates with Bronze files that are not published, and dates without any between the first and the last. */
  unpublished: string[];
  missing: string[];
  lease: Lease | null;
  unfinished: string | null;
  runs: { runId: string; status: string; started: string; ended: string | null }[];
};

/** `status`: what is published, what is not, who is at work, how the last runs ended. */
export async function readStatus({ bronze, silver, states, machineArn }: Target, dataset: string): Promise<Status> {
  const dateOf = (folder: string): string => folder.replace('ingest_date=', '');
  const published = (await listFolders(silver, acceptedRoot(dataset))).map(dateOf).sort();
  const delivered = new Set<string>();
  for (const { name } of feedsOf(dataset)) {
    for (const folder of await listFolders(bronze, `${name}/`)) delivered.add(dateOf(folder));
  }
  const known = new Set(published);
  const [from = null, to = null] = [published[0], published.at(-1)];
  const lease = await getJson<Lease>(silver, leaseKey(dataset));
  const journal = await getJson<Decision>(silver, journalKey(dataset));
  const { executions } = await states.send(new ListExecutionsCommand({ stateMachineArn: machineArn, maxResults: 10 }));
  return {
    schema: 'paylake.status/1',
    dataset,
    published: { dates: published.length, from, to },
    unpublished: [...delivered].filter((date) => !known.has(date)).sort(),
    missing: from && to ? datesOf(from, to).filter((date) => !known.has(date) && !delivered.has(date)) : [],
    lease: lease?.value ?? null,
    unfinished: journal?.value.runId ?? null,
    runs: (executions ?? []).map(toRun),
  };
}

function toRun({ name, status, startDate, stopDate }: ExecutionListItem): Status['runs'][number] {
  return {
    runId: name ?? '',
    status: status ?? '',
    started: startDate?.toISOString() ?? '',
    ended: stopDate?.toISOString() ?? null,
  };
}
