import type { Command } from 'commander';
import { withdrawFile } from '../../operate/runs/withdraw-file.ts';
import {
  type AcceptOptions,
  acceptedChecks,
  addCommand,
  addRunOptions,
  type Common,
  needReason,
  type OnEnd,
} from '../command.ts';
import { watch } from '../watch.ts';

type Options = Common & AcceptOptions & { feed: string; file: string; ingestDate: string; reason: string };

export function addWithdraw(program: Command, onEnd: OnEnd): void {
  const command = addCommand(
    program,
    'withdraw',
    'take a landed file out of the account for good: recorded, Bronze keeps it, its date is derived anew',
  )
    .requiredOption('--feed <name>', 'feed it was landed as')
    .requiredOption('--file <key>', 'its Bronze key, or its name')
    .requiredOption('--ingest-date <date>', 'ingest date it was landed under');
  addRunOptions(command, 'needed').action(async (options: Options) => {
    const reason = needReason(options.reason);
    onEnd(
      await watch(options, async (watched) => {
        const accept = await acceptedChecks(options, watched.target);
        return withdrawFile(watched, { ...options, reason, accept });
      }),
    );
  });
}
