import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type ErrorKind, exitStatus, type PaylakeError } from '../errors.ts';
import { parseDate } from '../run/calendar.ts';
import type { RunReport } from '../run/records.ts';
import { defaultKnobs, parseKnobs } from '../run/request.ts';
import { classifyError } from '../runtime/classify-error.ts';
import { printAnswer, printReport, printStatus } from './print.ts';
import { createProgress } from './progress.ts';
import { query } from './query.ts';
import { demo, run, runFeed, type Watched } from './run-commands.ts';
import { readStatus } from './status.ts';
import { connect, defaultHome, type Target } from './target.ts';

type Common = { target: string; home: string; json?: boolean };
type Range = { from?: string; to?: string };

/** The command line: parses, connects, runs one command, prints its outcome and gives the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const isJson = args.includes('--json');
  let status = 0;
  const program = createProgram((ended) => {
    status = ended;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (isJson) printJson(toErrorDocument('usage', error.message.replace(/^error: /, ''), 'npx paylake --help'));
      return exitStatus.usage;
    }
    return reportError(classifyError(error), isJson);
  }
}

function createProgram(onEnd: (status: number) => void): Command {
  const program = new Command('paylake')
    .description('Raw payment files in, trusted marts out.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      writeErr: (text) => process.stderr.write(text),
    });

  const knob = (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || Number.isNaN(value)) throw new InvalidArgumentError('It is no number.');
    return value;
  };
  command(program, 'demo', 'generate a range of ingest dates and run what is new of it')
    .option('--from <date>', 'first ingest date', '2025-09-01')
    .option('--to <date>', 'last ingest date', '2025-09-11')
    .option('--rows <n>', 'transactions a day', knob, defaultKnobs.rows)
    .option('--seed <n>', 'seed of all randomness', knob, defaultKnobs.seed)
    .option('--duplicates <share>', 'rows that come twice', knob, defaultKnobs.duplicates)
    .option('--late <share>', 'rows that come one to three days late', knob, defaultKnobs.late)
    .option('--corrections <share>', 'rows that are corrected the next day', knob, defaultKnobs.corrections)
    .option('--bad <share>', 'rows that break a rule', knob, defaultKnobs.bad)
    .action(async (options: Common & { from: string; to: string } & typeof defaultKnobs) => {
      const { rows, seed, duplicates, late, corrections, bad } = options;
      const knobs = parseKnobs({ rows, seed, duplicates, late, corrections, bad });
      const range = { from: parseDate(options.from, '--from'), to: parseDate(options.to, '--to') };
      onEnd(await watch(options, (watched) => demo(watched, range, knobs)));
    });

  command(program, 'run', 'run a range of ingest dates, or land files of a feed and run their date')
    .option('--dataset <name>', 'dataset to run')
    .option('--from <date>', 'first ingest date (default: the day before, Asia/Seoul)')
    .option('--to <date>', 'last ingest date')
    .option('--feed <name>', 'land files as this feed first')
    .option('--input <path...>', 'files or folders to land')
    .option('--ingest-date <date>', 'ingest date to land them under')
    .addOption(
      new Option('--accept <check>', 'go on past a blocking check; may be repeated')
        .argParser(collect)
        .default([], 'none'),
    )
    .action(async (options: Common & Range & RunArguments) => {
      const { feed, input, ingestDate, accept, dataset, from, to } = options;
      if (feed === undefined && input === undefined && ingestDate === undefined) {
        onEnd(await watch(options, (watched) => run(watched, 'run', { dataset, from, to, accept })));
        return;
      }
      if (feed === undefined || input === undefined || ingestDate === undefined)
        throw usage('--feed, --input and --ingest-date go together');
      if (from !== undefined || to !== undefined)
        throw usage('--from and --to do not go with --feed: it runs the ingest date it lands');
      onEnd(await watch(options, (watched) => runFeed(watched, { feed, input, ingestDate, accept })));
    });

  command(program, 'backfill', 'derive a range of ingest dates again from Bronze')
    .requiredOption('--from <date>', 'first ingest date')
    .requiredOption('--to <date>', 'last ingest date')
    .option('--dataset <name>', 'dataset to run')
    .addOption(
      new Option('--accept <check>', 'go on past a blocking check; may be repeated')
        .argParser(collect)
        .default([], 'none'),
    )
    .action(async (options: Common & Range & RunArguments) => {
      const { dataset, from, to, accept } = options;
      onEnd(await watch(options, (watched) => run(watched, 'backfill', { dataset, from, to, accept })));
    });

  command(program, 'status', 'what is published, what is not, who is at work')
    .option('--dataset <name>', 'dataset to look at', 'transactions')
    .action(async (options: Common & { dataset: string }) => {
      await withTarget(options, async (target) =>
        print(options, await readStatus(target, options.dataset), printStatus),
      );
    });

  command(program, 'query', 'ask the warehouse (read-only)')
    .argument('<sql>', 'one select')
    .action(async (sql: string, options: Common) => {
      await withTarget(options, async (target) => print(options, await query(target, sql), printAnswer));
    });
  return program;
}

type RunArguments = { dataset?: string; feed?: string; input?: string[]; ingestDate?: string; accept: string[] };

function command(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--target <name>', 'local, or an environment of lib/config.ts', 'local')
    .option('--home <folder>', 'folder that holds everything the local target keeps', defaultHome)
    .option('--json', 'print one JSON document on stdout')
    .exitOverride();
}

async function withTarget<Result>(options: Common, work: (target: Target) => Promise<Result>): Promise<Result> {
  const target = await connect({ ...options, notice });
  try {
    return await work(target);
  } finally {
    await target.close();
  }
}

async function watch(options: Common, work: (watched: Watched) => Promise<RunReport>): Promise<number> {
  const started = Date.now();
  return withTarget(options, async (target) => {
    const report = await work({ target, progress: createProgress(process.stderr), notice });
    const paths = Object.fromEntries(Object.entries(report.paths).map(([name, uri]) => [name, target.locate(uri)]));
    const seconds = (Date.now() - started) / 1000;
    print(options, { ...report, paths }, (shown) => `\n${printReport(shown, target, seconds)}`);
    return report.status === 'succeeded' ? 0 : exitStatus[(report.error?.kind ?? 'internal') as ErrorKind];
  });
}

function print<Outcome>({ json }: Common, outcome: Outcome, toText: (outcome: Outcome) => string): void {
  if (json) printJson(outcome);
  else process.stdout.write(`${toText(outcome)}\n`);
}

function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

function reportError(error: PaylakeError, isJson: boolean): number {
  if (isJson) printJson(toErrorDocument(error.kind, error.message, error.next));
  process.stderr.write(`paylake: ${error.message}\nnext: ${error.next}\n`);
  return exitStatus[error.kind];
}

function toErrorDocument(kind: ErrorKind, message: string, next: string): object {
  return { schema: 'paylake.error/1', error: { kind, message, next } };
}

function notice(text: string): void {
  process.stderr.write(`  ${text}\n`);
}

function usage(message: string): CommanderError {
  process.stderr.write(`paylake: ${message}\n`);
  return new CommanderError(exitStatus.usage, 'paylake.usage', message);
}

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value];
}
