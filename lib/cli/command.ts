import { type Command, CommanderError, Option } from 'commander';
import { defaultHome } from '../../local/places.ts';
import { maskCardNumbers } from '../contracts/card-number.ts';
import { exitStatus } from '../errors.ts';
import type { Target } from '../operate/targets/target.ts';
import type { AcceptedCheck } from '../run/checks.ts';
import { defaultDataset } from '../run/dataset-flag.ts';
import { read } from './with-target.ts';

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
