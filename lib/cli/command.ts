import { type Command, CommanderError, Option } from 'commander';
import { defaultHome } from '../../local/places.ts';
import { maskCardNumbers } from '../contracts/card-number.ts';
import { type ErrorKind, exitStatus, PaylakeError } from '../errors.ts';
import type { Watched } from '../operate/runs/run-commands.ts';
import type { Target } from '../operate/targets/target.ts';
import type { AcceptedCheck } from '../run/checks.ts';
import { defaultDataset } from '../run/dataset-flag.ts';
import { emptyReport } from '../run/empty-report.ts';
import type { RunReport } from '../run/records.ts';
import { toCommand } from '../run/to-command.ts';
import { withFlags, withPlaces } from '../run/with-flags.ts';
import { notice } from './notice.ts';
import { printReport } from './print.ts';
import { createProgress } from './progress.ts';
import { adviseOnStop, type StopAdvice } from './stop.ts';
import { read, withTarget } from './with-target.ts';

/** The options every command has. */
export type Common = { target: string; home: string; json?: boolean; wait?: boolean };

/** What `addRunOptions` reads. */
export type AcceptOptions = { accept: string[]; reason?: string };

/** What `addRangeOptions` reads, of a command that may run the range too. */
export type RangeOptions = Common & AcceptOptions & { dataset: string; from: string; to: string };

/** Takes the exit status a command ended with. */
export type OnEnd = (status: number) => void;

/** A command with the options that every command has. */
export function addCommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--target <name>', 'local, or an environment of lib/config.ts', 'local')
    .option('--home <folder>', 'folder that holds everything the local target keeps', defaultHome)
    .option('--json', 'print one JSON document on stdout')
    .exitOverride();
}

/** Options of a command that starts a run; `needed` where it has to say why. */
export function addRunOptions(command: Command, reason: 'needed' | 'welcome' = 'welcome'): Command {
  const why = new Option('--reason <text>', 'why, for the record').makeOptionMandatory(reason === 'needed');
  return command
    .addOption(
      new Option('--accept <check>', 'go on past a blocking check; may be repeated')
        .argParser((value: string, earlier: string[]) => [...earlier, value])
        .default([], 'none'),
    )
    .addOption(why)
    .option('--wait', 'wait while another run is at work, instead of ending with status 5');
}

/** Options of a command that looks at or runs a range of ingest dates. */
export function addRangeOptions(command: Command): Command {
  return command
    .requiredOption('--from <date>', 'first ingest date')
    .requiredOption('--to <date>', 'last ingest date')
    .option('--dataset <name>', 'dataset', defaultDataset);
}

/** The checks that are accepted, with who says so and why. */
export async function acceptedChecks({ accept, reason }: AcceptOptions, target: Target): Promise<AcceptedCheck[]> {
  if (accept.length === 0) return [];
  const by = await target.whoAmI();
  const why = reason && maskCardNumbers(reason);
  return accept.map((check) => ({ check, by, ...(why && { reason: why }) }));
}

/** Why something is done that stays on record; throws where nothing is said. */
export function needReason(reason: string): string {
  if (reason.trim() === '') throw usage('--reason is empty: say why, it stays on record');
  return maskCardNumbers(reason.trim());
}

/** Reads from a target, prints what came out and ends well. */
export async function answer<Outcome>(
  options: Common,
  work: (target: Target) => Promise<Outcome>,
  toText: (outcome: Outcome, target: Target) => string,
): Promise<void> {
  const print = await read(options, async (target) => {
    const outcome = await work(target);
    return () => printOutcome(options, outcome, () => toText(outcome, target));
  });
  print();
}

/** Runs on a target with progress, prints the report and gives the exit status. */
export async function watch(
  options: Common & RunRange,
  work: (watched: Watched) => Promise<RunReport>,
): Promise<number> {
  const started = Date.now();
  const show = (report: RunReport, toText: () => string): number => {
    printOutcome(options, report, toText);
    return report.status === 'succeeded' ? 0 : exitStatus[(report.error?.kind ?? 'internal') as ErrorKind];
  };
  try {
    return await withTarget(options, async (target) => {
      adviseOnStop((again) => adviseOf(target, again));
      const watched = { target, progress: createProgress(process.stderr), notice, wait: options.wait ?? false };
      const report = await work(watched);
      const paths = Object.fromEntries(Object.entries(report.paths).map(([name, uri]) => [name, target.locate(uri)]));
      const seconds = (Date.now() - started) / 1000;
      const error = report.error && showOn(target, report.error);
      const shown = { ...report, paths, ...(error && { error }) };
      return show(shown, () => `\n${printReport(shown, target, seconds)}`);
    });
  } catch (error) {
    if (!(error instanceof PaylakeError) || error.kind !== 'locked') throw error;
    return show(lockedReport(options, error), () => `paylake: ${error.message}\nnext: ${error.next}`);
  }
}

/** What it means that nobody watches a run any more. */
function adviseOf({ name, flags }: Target, again: string): StopAdvice {
  const isHere = name === 'local';
  const message = isHere
    ? 'stopped. The same command goes on from here: what was decided is finished, of what was not nothing is visible'
    : `you have stopped watching, not the run: it goes on in ${name}`;
  return { message, next: isHere ? again : withFlags(toCommand('status'), flags) };
}

type RunRange = { dataset?: string; from?: string; to?: string; ingestDate?: string };

/** Another command has the home: the run did not even start. */
function lockedReport({ dataset, from, to, ingestDate }: RunRange, { message, next }: PaylakeError): RunReport {
  return emptyReport({
    runId: '',
    status: 'locked',
    dataset: dataset ?? defaultDataset,
    from: from ?? ingestDate ?? '',
    to: to ?? ingestDate ?? '',
    error: { kind: 'locked', message, next },
  });
}

/** An error whose places and commands are those of the target. */
function showOn(target: Target, error: NonNullable<RunReport['error']>): NonNullable<RunReport['error']> {
  const show = (text: string): string => withFlags(withPlaces(text, target.locate), target.flags);
  return { ...error, message: show(error.message), next: show(error.next) };
}

/** A mistake in how options go together. */
export function usage(message: string): CommanderError {
  process.stderr.write(`paylake: ${message}\n`);
  return new CommanderError(exitStatus.usage, 'paylake.usage', message);
}

export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** Prints what a command is asked for: one JSON document, or text. */
export function printOutcome<Outcome>({ json }: Common, outcome: Outcome, toText: (outcome: Outcome) => string): void {
  if (json) printJson(outcome);
  else process.stdout.write(`${toText(outcome)}\n`);
}
