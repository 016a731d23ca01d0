import type { Command } from 'commander';
import { findEnvironment } from '../../config.ts';
import { findDataset } from '../../datasets/find-dataset.ts';
import { datasets } from '../../datasets/index.ts';
import { PaylakeError } from '../../errors.ts';
import { demo } from '../../operate/runs/run-commands.ts';
import { parseDate } from '../../run/calendar.ts';
import { defaultDataset } from '../../run/dataset-flag.ts';
import { parseKnobs } from '../../run/parse-knobs.ts';
import { addCommand, type Common, type OnEnd } from '../command.ts';
import { addKnobOptions, knobsFor, knobsOf } from '../knob-options.ts';
import { watch } from '../watch.ts';
import { watchAll } from '../watch-all.ts';

type Options = Common & { dataset: string; from?: string; to?: string };

export function addDemo(program: Command, onEnd: OnEnd): void {
  const command = addCommand(program, 'demo', 'generate a range of ingest dates and run what is new of it')
    .option('--dataset <name>', 'dataset, or all', defaultDataset)
    .option('--from <date>', `first ingest date (default of ${sayRanges()})`)
    .option('--to <date>', 'last ingest date');
  addKnobOptions(command).action(async (options: Options) => {
    if (!findEnvironment(options.target).generator) {
      throw new PaylakeError('usage', `${options.target} has no generator: it takes real feeds`, 'use run or backfill');
    }
    const names = options.dataset === 'all' ? madeUp() : [findDataset(options.dataset).contract.name];
    const knobs = knobsOf(options, names);
    const range = {
      ...(options.from !== undefined && { from: parseDate(options.from, '--from') }),
      ...(options.to !== undefined && { to: parseDate(options.to, '--to') }),
    };
    const demos = names.map((dataset) => ({ dataset, ...range, knobs: knobsFor(dataset, knobs) }));
    for (const each of demos) parseKnobs(each.knobs, each.dataset);
    const [one] = demos;
    if (options.dataset !== 'all' && one) onEnd(await watch(options, (watched) => demo(watched, one)));
    else onEnd(await watchAll(options, demos, demo));
  });
}

/** The datasets that have a demo. */
function madeUp(): string[] {
  return Object.keys(datasets).filter((name) => datasets[name]?.demo);
}

function sayRanges(): string {
  return madeUp()
    .map((name) => `${name}: ${datasets[name]?.demo?.from} to ${datasets[name]?.demo?.to}`)
    .join('; ');
}
