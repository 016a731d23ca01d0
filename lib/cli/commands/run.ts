import type { Command } from 'commander';
import { run, runFeed } from '../../operate/runs/run-commands.ts';
import { acceptedChecks, addCommand, addRunOptions, type Common, type OnEnd, usage } from '../command.ts';
import { watch } from '../watch.ts';

type Options = Common & {
  dataset?: string;
  from?: string;
  to?: string;
  feed?: string;
  input?: string[];
  ingestDate?: string;
  accept: string[];
  reason?: string;
};

export function addRun(program: Command, onEnd: OnEnd): void {
  const command = addCommand(program, 'run', 'run a range of ingest dates, or land files of a feed and run their date')
    .option('--dataset <name>', 'dataset to run')
    .option('--from <date>', 'first ingest date (default: the day before, Asia/Seoul)')
    .option('--to <date>', 'last ingest date')
    .option('--feed <name>', 'land files as this feed first')
    .option('--input <path...>', 'files or folders to land')
    .option('--ingest-date <date>', 'ingest date to land them under');
  addRunOptions(command).action(async (options: Options) => {
    const { feed, input, ingestDate, dataset, from, to } = options;
    if (feed === undefined && input === undefined && ingestDate === undefined) {
      onEnd(
        await watch(options, async (watched) => {
          const accept = await acceptedChecks(options, watched.target);
          return run(watched, 'run', { dataset, from, to, accept });
        }),
      );
      return;
    }
    if (feed === undefined || input === undefined || ingestDate === undefined)
      throw usage('--feed, --input and --ingest-date go together');
    if (from !== undefined || to !== undefined)
      throw usage('--from and --to do not go with --feed: it runs the ingest date it lands');
    onEnd(
      await watch(options, async (watched) => {
        const accept = await acceptedChecks(options, watched.target);
        return runFeed(watched, { feed, input, ingestDate, accept });
      }),
    );
  });
}
