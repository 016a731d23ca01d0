import type { LineageTable } from './lineage.ts';
import { isDirect, type Source } from './source.ts';

/**
 * Takes off sources that another one copies: rows reach a total by way of what changed in the fact, which is partly Silver's and
 * partly the fact's own, and the fact is Silver's copy. A table's own columns, which only add up, are taken off too.
 */
export function findNearest(table: LineageTable, tables: ReadonlyMap<string, LineageTable>): LineageTable {
  const others = (sources: readonly Source[]): Source[] => sources.filter((source) => source.table !== table.name);
  const nearest = (sources: readonly Source[]): Source[] =>
    others(sources).filter((far) => !others(sources).some((near) => isCopy(near, far, tables)));
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, sources: nearest(column.sources) })),
    rows: nearest(table.rows),
  };
}

function isCopy(near: Source, far: Source, tables: ReadonlyMap<string, LineageTable>): boolean {
  if (isDirect(near.use) !== isDirect(far.use)) return false;
  const column = tables.get(near.table)?.columns.find(({ name }) => name === near.column);
  return (column?.sources ?? []).some(
    ({ table, column: name, use }) =>
      table === far.table && name === far.column && use === 'identity' && table !== near.table,
  );
}
