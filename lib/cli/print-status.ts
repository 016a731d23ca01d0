import { describeWithdrawal } from '../operate/runs/describe-withdrawal.ts';
import { describeMeasure, type StepMeasure } from '../operate/runs/measure-step.ts';
import type { KnownWithdrawal } from '../operate/runs/read-withdrawals.ts';
import type { Status } from '../operate/status/read-status.ts';
import type { TrendDay } from '../operate/status/read-trend.ts';
import type { Work } from '../operate/status/read-work.ts';
import type { Target } from '../operate/targets/target.ts';
import { countOf } from '../run/count-of.ts';
import { formatInstant } from '../run/format-instant.ts';
import type { Lease } from '../run/lease.ts';
import { toCommand } from '../run/to-command.ts';
import { toRanges } from '../run/to-ranges.ts';
import { count, table } from './print.ts';

/** What is published, what is not, and the gate's history, on one screen. */
export function printStatus(status: Status, { flags }: Target): string {
  const { published, unpublished, blocked, missing, lease, work, unfinished, runs, trend } = status;
  const waiting = unpublished.filter((date) => !blocked.some(({ ingestDate }) => ingestDate === date));
  const range = published.from ? `, ${published.from} to ${published.to}` : '';
  return [
    `${status.dataset}: ${countOf(published.dates, 'ingest date')} published${range}`,
    ...blocked.slice(-3).map((date) => printBlocked(date, status.dataset, flags)),
    ...(blocked.length > 3 ? [`and ${countOf(blocked.length - 3, 'more blocked date')}: --json has all`] : []),
    ...(waiting.length > 0 ? [`delivered, not published: ${list(toRanges(waiting))}`] : []),
    ...(missing.length > 0 ? [`no file in Bronze: ${list(toRanges(missing))}`] : []),
    ...status.withdrawn.slice(-3).map((withdrawal) => printWithdrawal(withdrawal, status.dataset, flags)),
    ...(status.withdrawn.length > 3
      ? [`and ${countOf(status.withdrawn.length - 3, 'more withdrawn file')}: --json has all`]
      : []),
    ...(lease && work ? printWork(lease, work) : ['no run is at work']),
    ...(unfinished ? [`decided, not finished: ${unfinished} (the next run finishes it first)`] : []),
    ...(trend.length > 0 ? ['', ...printTrend(trend)] : []),
    '',
    ...table([
      ['last runs', 'status', 'started', 'checks not met'],
      ...runs.map(({ runId, status: ended, started, failed }) => [
        runId,
        ended,
        formatInstant(started),
        failed.join(', ') || 'none',
      ]),
    ]),
  ].join('\n');
}

function printWork({ acquiredAt }: Lease, { runId, isRunning, ended, step, next }: Work): string[] {
  if (!isRunning) {
    const when = ended ? ` at ${formatInstant(ended)} or before` : '';
    return [
      `stopped: ${runId}${when}, ${step ? describePlace(step) : 'in which step is not known any more'}`,
      `  go on: ${next}`,
    ];
  }
  const measure = step ? describeMeasure(step) : '';
  const place = step ? `in ${step.stage} for ${step.seconds} s${measure === '' ? '' : `: ${measure}`}` : 'just started';
  return [`at work: ${runId} since ${formatInstant(acquiredAt)}`, `  ${place}`];
}

/** Where a run came to that goes no further. */
function describePlace({ stage, items, done, statements }: StepMeasure): string {
  const count = statements ?? { done, of: items };
  return count.of === 0
    ? `in ${stage}`
    : `in ${stage}, ${count.done} of ${count.of} ${statements ? 'statements' : 'items'} done`;
}

function printBlocked(
  { ingestDate, runId, checks, published }: Status['blocked'][number],
  dataset: string,
  flags: string,
): string {
  const what = published ? 'its new files are not' : 'not published';
  return `blocked: ${ingestDate} by ${checks.join(', ')}, ${what} (run ${runId}; ${toCommand('quarantine list', { dataset, from: ingestDate, to: ingestDate }, flags)})`;
}

function printWithdrawal(withdrawal: KnownWithdrawal, dataset: string, flags: string): string {
  const { file, ingestDate, isPending } = withdrawal;
  const again = toCommand('run', { dataset, from: ingestDate, to: ingestDate }, flags);
  return `${file} ${describeWithdrawal(withdrawal)}${isPending ? ` (still published: ${again} takes it out)` : ''}`;
}

function printTrend(trend: Status['trend']): string[] {
  return table([
    ['ingest date', 'rows in', 'bad rows', 'bad money', 'held', 'checks not met'],
    ...trend.map((day) => [
      day.ingestDate,
      count(day.rows),
      percent(day.rows === 0 ? 0 : day.quarantined / day.rows),
      printMoney(day),
      day.released ? 'released' : count(day.held),
      printChecks(day),
    ]),
  ]);
}

/** Amounts that cannot be read are in no sum: without a word "0.00 %" would say that there is no harm. */
function printMoney({ worstMoney, unparseableAmounts }: TrendDay): string {
  if (worstMoney) return `${percent(worstMoney.share)} ${worstMoney.currency}`;
  return unparseableAmounts > 0 ? 'no valid amount' : percent(0);
}

function printChecks({ warnings, accepted }: TrendDay): string {
  const known = [...(warnings ?? []), ...(accepted ?? []).map((name) => `${name} (accepted)`)];
  return warnings === null ? 'not known any more' : known.join(', ') || 'none';
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function list(dates: readonly string[]): string {
  return dates.length > 8 ? `${dates.slice(0, 8).join(', ')} and ${dates.length - 8} more` : dates.join(', ');
}
