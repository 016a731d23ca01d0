import { warehouseColumns } from '../../contracts/contract.ts';
import type { Dataset } from '../../datasets/dataset.ts';

/** Names of a dataset's table and of what a load stages for it: `core.fact_trades` is `fact_trades`, staged as `staged_trades`. */
export function factNames({ contract, fact }: Dataset): {
  fact: string;
  table: string;
  staged: string;
  columns: string[];
} {
  return {
    fact,
    table: fact.split('.').at(-1) ?? fact,
    staged: `staged_${contract.name}`,
    columns: warehouseColumns(contract).map(({ name }) => name),
  };
}
