import { acceptedPrefix, journalKey, leaseKey } from '../lake/keys.ts';
import { type Bucket, getJson } from '../lake/objects.ts';
import { dayBefore } from '../run/calendar.ts';
import type { DateSummary } from '../run/date-summary.ts';
import type { Lease } from '../run/lease.ts';
import type { Decision } from '../run/records.ts';

/** What is looked at: shortly after the schedule whether the run has started, at the deadline whether the day is published. */
export type Watch = { check: 'started' | 'published'; dataset: string; scheduledTime: string };

/** The message a person should get, or undefined when all is well. */
export type Alert = { subject: string; message: string };

/** Watch: the independent eye on the daily run. Silence is failure, so it does not rely on the run to speak. */
export async function watchRun(silver: Bucket, { check, dataset, scheduledTime }: Watch): Promise<Alert | undefined> {
  const ingestDate = dayBefore(scheduledTime);
  const summary = await getJson<DateSummary>(silver, `${acceptedPrefix(dataset, ingestDate)}summary.json`);
  const journal = await getJson<Decision>(silver, journalKey(dataset));
  if (summary && !journal) return undefined;
  const lease = await getJson<Lease>(silver, leaseKey(dataset));
  const running = lease && lease.value.expiresAt > scheduledTime ? lease.value : undefined;
  if (check === 'started' && running) return undefined;
  const state = journal
    ? `run ${journal.value.runId} is decided but not finished`
    : running
      ? `run ${running.runId} has been at it since ${running.acquiredAt}`
      : 'no run is at work';
  const what = check === 'started' ? 'missing: the daily run has not started' : 'late: the day is not published';
  return {
    subject: `[paylake] ${dataset} ${ingestDate}: ${check === 'started' ? 'missing run' : 'late run'}`,
    message: [
      `run:    ${journal?.value.runId ?? running?.runId ?? '-'}`,
      `status: ${what}`,
      `step:   watch (${check})`,
      `cause:  ${state}`,
      `next:   npx paylake run --from ${ingestDate} --to ${ingestDate}`,
    ].join('\n'),
  };
}
