import type { Lineage, LineageTable } from './lineage.ts';
import { isDirect, type Source } from './source.ts';

/** One table feeds another: with values, or only by deciding about its rows or columns. */
export type Edge = { from: string; to: string; carries: 'values' | 'conditions' };

/** Table to table, in the order of the lineage. What a load is told is no table. */
export function listEdges(lineage: Lineage): Edge[] {
  return [...lineage.values()].flatMap((table) => {
    const values = tablesOf(sourcesOf(table).filter(({ use }) => isDirect(use)));
    const conditions = tablesOf([...sourcesOf(table), ...table.rows]).filter((from) => !values.includes(from));
    return [
      ...values.map((from): Edge => ({ from, to: table.name, carries: 'values' })),
      ...conditions.map((from): Edge => ({ from, to: table.name, carries: 'conditions' })),
    ];
  });
}

function sourcesOf({ columns }: LineageTable): Source[] {
  return columns.flatMap(({ sources }) => sources);
}

function tablesOf(sources: readonly Source[]): string[] {
  return [...new Set(sources.map(({ table }) => table))].filter((table) => table !== 'run');
}
