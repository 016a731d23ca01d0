import { type Command, InvalidArgumentError } from 'commander';
import { findEnvironment } from '../../config.ts';
import { PaylakeError } from '../../errors.ts';
import { demo } from '../../operate/runs/run-commands.ts';
import { parseDate } from '../../run/calendar.ts';
import { defaultKnobs, parseKnobs } from '../../run/request.ts';
import { addCommand, type Common, type OnEnd, watch } from '../command.ts';

type Options = Common & { from: string; to: string } & typeof defaultKnobs;

export function addDemo(program: Command, onEnd: OnEnd): void {
  addCommand(program, 'demo', 'generate a range of ingest dates and run what is new of it')
    .option('--from <date>', 'first ingest date', '2025-09-01')
    .option('--to <date>', 'last ingest date', '2025-09-11')
    .option('--rows <n>', 'transactions a day', parseNumber, defaultKnobs.rows)
    .option('--seed <n>', 'seed of all randomness', parseNumber, defaultKnobs.seed)
    .option('--duplicates <share>', 'rows that come twice', parseNumber, defaultKnobs.duplicates)
    .option('--late <share>', 'rows that come one to three days late', parseNumber, defaultKnobs.late)
    .option('--corrections <share>', 'rows that are corrected the next day', parseNumber, defaultKnobs.corrections)
    .option('--bad <share>', 'rows that break a rule', parseNumber, defaultKnobs.bad)
    .action(async (options: Options) => {
      if (!findEnvironment(options.target).generator) {
        throw new PaylakeError(
          'usage',
          `${options.target} has no generator: it takes real feeds`,
          'use run or backfill',
        );
      }
      const { rows, seed, duplicates, late, corrections, bad } = options;
      const knobs = parseKnobs({ rows, seed, duplicates, late, corrections, bad });
      const range = { from: parseDate(options.from, '--from'), to: parseDate(options.to, '--to') };
      onEnd(await watch(options, (watched) => demo(watched, range, knobs)));
    });
}

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new InvalidArgumentError('It is no number.');
  return value;
}
