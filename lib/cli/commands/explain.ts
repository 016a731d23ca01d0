import type { Command } from 'commander';
import { explain } from '../../operate/explain/explain.ts';
import { defaultDataset } from '../../run/dataset-flag.ts';
import { addCommand, answer, type Common } from '../command.ts';
import { printExplanation } from '../print-explanation.ts';

export function addExplain(program: Command): void {
  addCommand(program, 'explain', 'every version of a transaction that ever arrived, and what became of it')
    .argument('<transaction-id>', 'id as the file spells it')
    .option('--dataset <name>', 'dataset to look in', defaultDataset)
    .action((id: string, options: Common & { dataset: string }) =>
      answer(options, (target) => explain(target, options.dataset, id), printExplanation),
    );
}
