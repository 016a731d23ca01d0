import type { Command } from 'commander';
import {
  acceptedChecks,
  addCommand,
  addRangeOptions,
  addRunOptions,
  answer,
  type Common,
  type OnEnd,
  watch,
} from '../command.ts';
import { listSetAside } from '../list-set-aside.ts';
import { printSetAside } from '../print-set-aside.ts';
import { run } from '../run-commands.ts';

type Options = Common & { dataset: string; from: string; to: string; accept: string[]; reason?: string };

export function addQuarantine(program: Command, onEnd: OnEnd): void {
  const quarantine = program.command('quarantine').description('rows that broke a rule').exitOverride();
  addRangeOptions(addCommand(quarantine, 'list', 'by rule, day and file: rows, money at stake, examples')).action(
    (options: Options) => answer(options, (target) => listSetAside(target, 'quarantine', options), printSetAside),
  );
  const replay = addCommand(quarantine, 'replay', 'judge the rows anew, after a contract or feed was mended');
  addRunOptions(addRangeOptions(replay)).action(async (options: Options) => {
    const { dataset, from, to } = options;
    const accept = acceptedChecks(options);
    onEnd(await watch(options, (watched) => run(watched, 'replay', { dataset, from, to, accept })));
  });
}
