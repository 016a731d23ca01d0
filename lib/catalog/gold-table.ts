import type { Mart } from '../datasets/dataset.ts';
import { martManifestPrefix } from '../lake/keys.ts';
import type { LakeTable } from './lake-table.ts';
import { martColumnTypes } from './mart-column-types.ts';

/** The table of a mart in Gold: the files that the mart's manifest names, which a run swaps by one write. */
export function goldTable({ name, grain, columns }: Mart): LakeTable {
  const types = martColumnTypes(name, Object.keys(columns));
  return {
    name,
    description: `One row per ${grain}, as the last run that changed it has exported it.`,
    layer: 'gold',
    prefix: martManifestPrefix(name),
    isManifest: true,
    columns: Object.entries(columns).map(([column, comment], at) => ({ name: column, type: types[at] ?? '', comment })),
  };
}
