import type { Command } from 'commander';
import { planBackfill } from '../../operate/runs/plan-backfill.ts';
import { run } from '../../operate/runs/run-commands.ts';
import {
  acceptedChecks,
  addCommand,
  addRangeOptions,
  addRunOptions,
  answer,
  type OnEnd,
  type RangeOptions,
} from '../command.ts';
import { printBackfillPlan } from '../print-backfill-plan.ts';
import { watch } from '../watch.ts';

type Options = RangeOptions & { plan?: boolean };

export function addBackfill(program: Command, onEnd: OnEnd): void {
  const command = addCommand(program, 'backfill', 'derive a range of ingest dates again from Bronze').option(
    '--plan',
    'say what it would read, touch and cost, and do nothing',
  );
  addRunOptions(addRangeOptions(command)).action(async ({ plan, ...options }: Options) => {
    const { dataset, from, to } = options;
    if (plan) return answer(options, (target) => planBackfill(target, { dataset, from, to }), printBackfillPlan);
    onEnd(
      await watch(options, async (watched) => {
        const accept = await acceptedChecks(options, watched.target);
        return run(watched, 'backfill', { dataset, from, to, accept });
      }),
    );
  });
}
