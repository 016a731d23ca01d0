import type { Command } from 'commander';
import { readStatus } from '../../operate/status/read-status.ts';
import { defaultDataset } from '../../run/dataset-flag.ts';
import { addCommand, answer, type Common } from '../command.ts';
import { printStatus } from '../print-status.ts';

export function addStatus(program: Command): void {
  addCommand(program, 'status', 'what is published, what is not, who is at work')
    .option('--dataset <name>', 'dataset to look at', defaultDataset)
    .action((options: Common & { dataset: string }) =>
      answer(options, (target) => readStatus(target, options.dataset), printStatus),
    );
}
