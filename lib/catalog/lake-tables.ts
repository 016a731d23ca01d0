import type { Dataset } from '../datasets/dataset.ts';
import { datasets } from '../datasets/index.ts';
import type { MartGroup } from '../datasets/mart-group.ts';
import { martGroups } from '../datasets/mart-groups.ts';
import { goldTable } from './gold-table.ts';
import type { LakeTable } from './lake-table.ts';
import { silverTables } from './silver-tables.ts';

/** Every table of the lake: Silver of each dataset, each mart of Gold. Throws where two have one name. */
export function lakeTables(
  of: { datasets: Readonly<Record<string, Dataset>>; martGroups: Readonly<Record<string, MartGroup>> } = {
    datasets,
    martGroups,
  },
): LakeTable[] {
  const all = Object.values(of.datasets);
  const marts = [...all, ...Object.values(of.martGroups)].flatMap(({ marts }) => marts);
  const tables = [...all.flatMap(silverTables), ...marts.map(goldTable)];
  const twice = tables.find(({ name }, at) => tables.findIndex((table) => table.name === name) !== at);
  if (twice)
    throw new Error(
      `two tables of the lake are called ${twice.name}: readers could see one of them only; rename the mart or the dataset`,
    );
  return tables;
}
