import { journalKey, summaryKey } from '../../lake/keys.ts';
import { type Bucket, getJson } from '../../lake/objects.ts';
import { dayBefore } from '../../run/calendar.ts';
import type { DateSummary } from '../../run/date-summary.ts';
import type { Decision } from '../../run/records.ts';
import { toCommand } from '../../run/to-command.ts';
import type { KnownRun } from './runs-since.ts';

/** What is looked at: shortly after the schedule whether the run has started, at the deadline whether the day is published. */
export type Watch = { check: 'started' | 'published'; dataset: string; scheduledTime: string };

/** The message a person should get. */
export type Alert = { subject: string; message: string };

/**
 * Watch: the independent eye on the daily run. Silence is failure, so it does not rely on the run to speak. Undefined when all
 * is well: a run that has started and ended badly before the first look has spoken for itself.
 *
 * @param runs executions since the schedule, latest first.
 * @param flags options that lead a command to this environment.
 */
export async function watchRun(
  silver: Bucket,
  { check, dataset, scheduledTime }: Watch,
  runs: readonly KnownRun[],
  flags: string,
): Promise<Alert | undefined> {
  const ingestDate = dayBefore(scheduledTime);
  const summary = await getJson<DateSummary>(silver, summaryKey(dataset, ingestDate));
  const journal = await getJson<Decision>(silver, journalKey(dataset));
  if (summary && !journal) return undefined;
  const [latest] = runs;
  if (check === 'started' && latest) return undefined;
  const what = check === 'started' ? 'missing: the daily run has not started' : 'late: the day is not published';
  return {
    subject: `[paylake] ${dataset} ${ingestDate}: ${check === 'started' ? 'missing run' : 'late run'}`,
    message: [
      `run:    ${journal?.value.runId ?? latest?.runId ?? '-'}`,
      `status: ${what}`,
      `step:   watch (${check})`,
      `cause:  ${describeCause(journal?.value, latest)}`,
      `next:   ${toCommand('run', { dataset, from: ingestDate, to: ingestDate }, flags)}`,
    ].join('\n'),
  };
}

function describeCause(decision: Decision | undefined, latest: KnownRun | undefined): string {
  if (latest?.status === 'running') return `run ${latest.runId} is still at work`;
  if (decision) return `run ${decision.runId} is decided but not finished`;
  if (!latest) return 'no run has started';
  // An execution that was blocked has succeeded as an execution.
  return `run ${latest.runId} has ended (${latest.status}) without publishing the day: its own message says why`;
}
