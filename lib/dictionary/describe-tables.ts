import { warehouseColumns } from '../contracts/contract.ts';
import type { Dataset, Described, Mart } from '../datasets/dataset.ts';
import type { MartGroup } from '../datasets/mart-group.ts';
import { sharedTables } from './shared-tables.ts';

/** What a table is and means, as it is declared. */
export type Description = Described & { dataset?: string };

/** Every table that is declared in words: facts by their contract, marts, what datasets and loads keep beside them. */
export function describeTables(datasets: readonly Dataset[], groups: readonly MartGroup[]): Description[] {
  const own = datasets.flatMap(({ contract, fact, described = [], marts }): Description[] => {
    const columns = Object.fromEntries(warehouseColumns(contract).map(({ name, description }) => [name, description]));
    const rows = { name: fact, grain: contract.grain.replace(/^one row per /, ''), columns };
    return [rows, ...described, ...marts.map(describeMart)].map((each) => ({ ...each, dataset: contract.name }));
  });
  const shared = groups.flatMap(({ from, marts }) =>
    marts.map((mart) => ({ ...describeMart(mart), dataset: from.join(', ') })),
  );
  return [...own, ...shared, ...sharedTables];
}

function describeMart({ name, grain, columns }: Mart): Described {
  return { name: `mart.${name}`, grain, columns };
}
