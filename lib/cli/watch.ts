import { type ErrorKind, exitStatus, PaylakeError } from '../errors.ts';
import type { Watched } from '../operate/runs/run-commands.ts';
import type { Target } from '../operate/targets/target.ts';
import { defaultDataset } from '../run/dataset-flag.ts';
import { emptyReport } from '../run/empty-report.ts';
import type { RunReport } from '../run/records.ts';
import { toCommand } from '../run/to-command.ts';
import { withPlaces } from '../run/with-places.ts';
import { type Common, printOutcome } from './command.ts';
import { notice } from './notice.ts';
import { printReport } from './print.ts';
import { createProgress } from './progress.ts';
import { adviseOnStop, type StopAdvice } from './stop.ts';
import { withTarget } from './with-target.ts';

export type RunRange = { dataset?: string; from?: string; to?: string; ingestDate?: string };

/** Runs on a target with progress, prints the report and gives the exit status. */
export async function watch(
  options: Common & RunRange,
  work: (watched: Watched) => Promise<RunReport>,
): Promise<number> {
  const started = Date.now();
  const show = (report: RunReport, toText: () => string): number => {
    printOutcome(options, report, toText);
    return statusOf(report);
  };
  try {
    return await withTarget(options, async (target) => {
      const report = showOn(target, await work(toWatched(options, target)));
      return show(report, () => `\n${printReport(report, target, (Date.now() - started) / 1000)}`);
    });
  } catch (error) {
    if (!(error instanceof PaylakeError) || error.kind !== 'locked') throw error;
    return show(lockedReport(options, error), () => `paylake: ${error.message}\nnext: ${error.next}`);
  }
}

/** A target whose runs are shown as they go on, and what to say to somebody who stops watching. */
export function toWatched({ wait }: Common, target: Target): Watched {
  adviseOnStop((again) => adviseOf(target, again));
  return { target, progress: createProgress(process.stderr), notice, wait: wait ?? false };
}

/** The exit status of a command whose run ended so. */
export function statusOf({ status, error }: RunReport): number {
  return status === 'succeeded' ? 0 : exitStatus[(error?.kind ?? 'internal') as ErrorKind];
}

/** A report whose places are those of the target. */
export function showOn(target: Target, report: RunReport): RunReport {
  const paths = Object.fromEntries(Object.entries(report.paths).map(([name, uri]) => [name, target.locate(uri)]));
  const show = (text: string): string => withPlaces(text, target.locate);
  const { error } = report;
  return {
    ...report,
    paths,
    ...(error && { error: { ...error, message: show(error.message), next: show(error.next) } }),
  };
}

/** Another command has the home: the run did not even start. */
export function lockedReport({ dataset, from, to, ingestDate }: RunRange, { message, next }: PaylakeError): RunReport {
  return emptyReport({
    runId: '',
    status: 'locked',
    dataset: dataset ?? defaultDataset,
    from: from ?? ingestDate ?? '',
    to: to ?? ingestDate ?? '',
    error: { kind: 'locked', message, next },
  });
}

/** What it means that nobody watches a run any more. */
function adviseOf({ name, flags }: Target, again: string): StopAdvice {
  const isHere = name === 'local';
  const message = isHere
    ? 'stopped. The same command goes on from here: what was decided is finished, of what was not nothing is visible'
    : `you have stopped watching, not the run: it goes on in ${name}`;
  return { message, next: isHere ? again : toCommand('status', {}, flags) };
}
