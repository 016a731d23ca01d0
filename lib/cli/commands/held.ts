import type { Command } from 'commander';
import { releaseHeld } from '../../operate/runs/release-held.ts';
import { withdrawRelease } from '../../operate/runs/withdraw-release.ts';
import { listSetAside } from '../../operate/status/list-set-aside.ts';
import {
  acceptedChecks,
  addCommand,
  addRangeOptions,
  addRunOptions,
  answer,
  needReason,
  type OnEnd,
  type RangeOptions,
} from '../command.ts';
import { printSetAside } from '../print-set-aside.ts';
import { watch } from '../watch.ts';

type ReleaseOptions = RangeOptions & { reason: string };

export function addHeld(program: Command, onEnd: OnEnd): void {
  const held = program.command('held').description('rows that came too late').exitOverride();
  addRangeOptions(addCommand(held, 'list', 'by business date, day and file: rows, money, examples')).action(
    (options: RangeOptions) => answer(options, (target) => listSetAside(target, 'held', options), printSetAside),
  );
  const words = [
    ['release', 'accept the late rows of a range of ingest dates (held withdraw takes it back)', releaseHeld],
    ['withdraw', 'take releases of a range of ingest dates back: their late rows are held again', withdrawRelease],
  ] as const;
  for (const [name, description, work] of words) {
    addRunOptions(addRangeOptions(addCommand(held, name, description)), 'needed').action(
      async (options: ReleaseOptions) => {
        const reason = needReason(options.reason);
        onEnd(
          await watch(options, async (watched) => {
            const accept = await acceptedChecks(options, watched.target);
            return work(watched, { ...options, accept, reason });
          }),
        );
      },
    );
  }
}
