import { Command, CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { exitStatus } from '../errors.ts';
import { classifyError } from '../runtime/classify-error.ts';
import { isErrorCoded } from '../runtime/is-error-coded.ts';
import { findUnknownCommand, guardSql, helpOf } from './check-arguments.ts';
import { type OnEnd, printJson, usage } from './command.ts';
import { addBackfill } from './commands/backfill.ts';
import { addCost } from './commands/cost.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExplain } from './commands/explain.ts';
import { addFeed } from './commands/feed.ts';
import { addHeld } from './commands/held.ts';
import { addQuarantine } from './commands/quarantine.ts';
import { addQuery } from './commands/query.ts';
import { addRun } from './commands/run.ts';
import { addSmoke } from './commands/smoke.ts';
import { addStatus } from './commands/status.ts';
import { addWithdraw } from './commands/withdraw.ts';
import { reportError, toErrorDocument } from './report-error.ts';
import { handleStops } from './stop.ts';

/** The command line: parses, connects, runs one command, prints its outcome and gives the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const isJson = args.includes('--json');
  outliveReaders();
  handleStops(args, ({ message, next }) => reportError({ kind: 'transient', message, next }, isJson));
  let status = 0;
  const program = createProgram((ended) => {
    status = ended;
  });
  try {
    const unknown = findUnknownCommand(program, args);
    if (unknown !== undefined) throw usage(`unknown command '${unknown}'`);
    await program.parseAsync(guardSql(args), { from: 'user' });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportError(classifyError(error), isJson);
    if (error.exitCode === 0) return 0;
    const help = helpOf(program, args);
    process.stderr.write(`next: ${help}\n`);
    if (isJson) printJson(toErrorDocument('usage', error.message.replace(/^error: /, ''), help));
    return exitStatus.usage;
  }
}

function createProgram(onEnd: OnEnd): Command {
  const program = new Command('paylake')
    .version(manifest.version)
    .description('Raw payment files in, trusted marts out.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      writeErr: (text) => process.stderr.write(text),
    });
  addDemo(program, onEnd);
  addRun(program, onEnd);
  addBackfill(program, onEnd);
  addStatus(program);
  addCost(program);
  addQuery(program);
  addExplain(program);
  addQuarantine(program, onEnd);
  addHeld(program, onEnd);
  addFeed(program, onEnd);
  addWithdraw(program, onEnd);
  addDoctor(program, onEnd);
  addSmoke(program, onEnd);
  return program;
}

/** A reader that has seen enough (`| head`) is no failure: what it does not take is dropped. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (!isErrorCoded(error, 'EPIPE')) throw error;
    });
  }
}
