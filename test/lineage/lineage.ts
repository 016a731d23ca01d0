import { isDirect, type Source } from '../../lib/lineage/source.ts';
import { buildLineage } from '../../lib/lineage/sql/build-lineage.ts';
import { readWarehouse } from '../../lib/lineage/sql/read-warehouse.ts';

export const catalog = readWarehouse();
export const lineage = buildLineage(catalog);

/** Sources in short: `core.fact_trades.price aggregation`. */
export const inShort = (sources: readonly Source[]): string[] =>
  sources.map(({ table, column, use }) => `${table}.${column} ${use}`).sort();

/** Names of the columns whose values go in, and of those that only decide. */
export function bySide(sources: readonly Source[]): { values: string[]; conditions: string[] } {
  const names = (of: readonly Source[]): string[] => [...new Set(of.map(({ table, column }) => `${table}.${column}`))];
  const values = names(sources.filter(({ use }) => isDirect(use)));
  const conditions = names(sources.filter(({ use }) => !isDirect(use)));
  return { values: values.sort(), conditions: conditions.sort() };
}

export function sourcesOf(table: string, column: string): Source[] {
  const found = lineage.get(table)?.columns.find(({ name }) => name === column);
  if (!found) throw new Error(`${table} has no column ${column}`);
  return found.sources;
}
