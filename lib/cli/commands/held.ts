import type { Command } from 'commander';
import {
  acceptedChecks,
  addCommand,
  addRangeOptions,
  addRunOptions,
  answer,
  type OnEnd,
  type RangeOptions,
  watch,
} from '../command.ts';
import { listSetAside } from '../list-set-aside.ts';
import { printSetAside } from '../print-set-aside.ts';
import { releaseHeld } from '../release-held.ts';

export function addHeld(program: Command, onEnd: OnEnd): void {
  const held = program.command('held').description('rows that came too late').exitOverride();
  addRangeOptions(addCommand(held, 'list', 'by business date, day and file: rows, money, examples')).action(
    (options: RangeOptions) => answer(options, (target) => listSetAside(target, 'held', options), printSetAside),
  );
  const release = addCommand(held, 'release', 'accept the late rows of a range of ingest dates, for good');
  addRunOptions(addRangeOptions(release)).action(async (options: RangeOptions) => {
    onEnd(await watch(options, (watched) => releaseHeld(watched, { ...options, accept: acceptedChecks(options) })));
  });
}
