import type { Command } from 'commander';
import { explain } from '../../operate/explain/explain.ts';
import { explainMart } from '../../operate/explain/explain-mart.ts';
import { defaultDataset } from '../../run/dataset-flag.ts';
import { addCommand, answer, type Common, usage } from '../command.ts';
import { printExplanation } from '../print-explanation.ts';
import { printMartHistory } from '../print-mart-history.ts';

export function addExplain(program: Command): void {
  addCommand(program, 'explain', 'what became of a transaction, or of a date of a mart')
    .argument('[transaction-id]', 'every version of it that ever arrived; id as the file spells it')
    .option('--dataset <name>', 'dataset to look for the id in', defaultDataset)
    .option('--mart <name>', 'instead of an id: which load changed what of a date, because of which rows')
    .option('--date <date>', 'business date of the mart')
    .action((id: string | undefined, options: Common & { dataset: string; mart?: string; date?: string }) => {
      const { mart, date } = options;
      if (id !== undefined && mart === undefined && date === undefined)
        return answer(options, (target) => explain(target, options.dataset, id), printExplanation);
      if (id === undefined && mart !== undefined && date !== undefined)
        return answer(options, (target) => explainMart(target, mart, date), printMartHistory);
      throw usage('explain takes an id, or --mart and --date: `paylake explain --help`');
    });
}
