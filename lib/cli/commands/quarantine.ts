import type { Command } from 'commander';
import { run } from '../../operate/runs/run-commands.ts';
import { listSetAside } from '../../operate/status/list-set-aside.ts';
import {
  acceptedChecks,
  addCommand,
  addRangeOptions,
  addRunOptions,
  answer,
  type OnEnd,
  type RangeOptions,
} from '../command.ts';
import { printSetAside } from '../print-set-aside.ts';
import { watch } from '../watch.ts';

export function addQuarantine(program: Command, onEnd: OnEnd): void {
  const quarantine = program.command('quarantine').description('rows that broke a rule').exitOverride();
  addRangeOptions(addCommand(quarantine, 'list', 'by rule, day and file: rows, money at stake, examples')).action(
    (options: RangeOptions) => answer(options, (target) => listSetAside(target, 'quarantine', options), printSetAside),
  );
  const replay = addCommand(quarantine, 'replay', 'judge the rows anew, after a contract or feed was mended');
  addRunOptions(addRangeOptions(replay)).action(async (options: RangeOptions) => {
    const { dataset, from, to } = options;
    onEnd(
      await watch(options, async (watched) => {
        const accept = await acceptedChecks(options, watched.target);
        return run(watched, 'replay', { dataset, from, to, accept });
      }),
    );
  });
}
