import { PaylakeError } from '../errors.ts';
import type { Watched } from '../operate/runs/run-commands.ts';
import { emptyReport } from '../run/empty-report.ts';
import type { RunReport } from '../run/records.ts';
import { renderAdvice } from '../run/render-advice.ts';
import { classifyError } from '../runtime/classify-error.ts';
import { type Common, printJson } from './command.ts';
import { printSummary } from './print-summary.ts';
import { lockedReport, type RunRange, showOn, statusOf, toWatched } from './watch.ts';
import { withTarget } from './with-target.ts';

type Order = RunRange & { dataset: string };

/**
 * Runs one dataset after another on a target and prints a summary of each; with `--json` one document of all reports. One that
 * fails holds up no other. Gives the exit status of the first that did not succeed, 0 if all did.
 */
export async function watchAll<Ordered extends Order>(
  options: Common,
  orders: readonly Ordered[],
  work: (watched: Watched, order: Ordered) => Promise<RunReport>,
): Promise<number> {
  const runs: RunReport[] = [];
  const add = (report: RunReport, toText: () => string): void => {
    runs.push(report);
    if (!options.json) process.stdout.write(`${toText()}\n\n`);
  };
  try {
    await withTarget(options, async (target) => {
      const watched = toWatched(options, target);
      for (const order of orders) {
        const started = Date.now();
        watched.notice(`${order.dataset}:`);
        const report = showOn(target, await attempt(order, target.flags, () => work(watched, order)));
        add(report, () => printSummary(report, target, (Date.now() - started) / 1000));
      }
    });
  } catch (error) {
    if (!(error instanceof PaylakeError) || error.kind !== 'locked') throw error;
    for (const order of orders.slice(runs.length)) {
      add(lockedReport(order, error), () => `${order.dataset}: ${error.message}\n  next: ${error.next}`);
    }
  }
  if (options.json) printJson({ schema: 'paylake.runs/1', runs });
  const failed = runs.find(({ status }) => status !== 'succeeded');
  return failed ? statusOf(failed) : 0;
}

/** A run that could not even start is told like one that failed. */
async function attempt(
  { dataset, from = '', to = '' }: Order,
  flags: string,
  work: () => Promise<RunReport>,
): Promise<RunReport> {
  try {
    return await work();
  } catch (error) {
    const { kind, message, advice } = classifyError(error);
    const next = renderAdvice(advice, flags);
    return emptyReport({ runId: '', status: 'failed', dataset, from, to, error: { kind, message, next } });
  }
}
