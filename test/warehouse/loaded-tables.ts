import { findDataset } from '../../lib/datasets/find-dataset.ts';

const own = ['ops.load_ledger', 'ops.touched_dates', 'ops.restatement', 'ops.restated_rows'];

/** Every table that loads of the datasets write. */
export function loadedTables(...names: string[]): string[] {
  const tables = names.flatMap((name) => {
    const { fact, totals, marts } = findDataset(name);
    const built = marts.filter(({ slice }) => slice !== 'view');
    return [fact, ...totals.map((total) => `core.${total}`), ...built.map((mart) => `mart.${mart.name}`)];
  });
  return [...tables, ...own];
}
