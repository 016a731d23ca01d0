import type { Contract } from '../contracts/contract.ts';
import { duckdbType } from '../contracts/duckdb-type.ts';
import type { WarehouseRelation } from '../dictionary/dictionary.ts';
import type { KnownTable } from './events/known-tables.ts';
import type { Lineage } from './lineage.ts';

/** What runs have to know of every table; the fields of Bronze are texts and have no type. */
export function listKnownTables(
  lineage: Lineage,
  contracts: readonly Contract[],
  relations: readonly WarehouseRelation[],
): KnownTable[] {
  const typesOf = (table: string): Map<string, string> => {
    const contract = contracts.find(({ name }) => table === `silver.${name}`);
    if (contract) return new Map(contract.columns.map(({ name, type }) => [name, duckdbType(type)]));
    const relation = relations.find(({ name }) => name === table);
    return new Map(relation?.columns.map(({ name, type }) => [name, type]));
  };
  return [...lineage.values()].map(({ name, columns, rows }) => {
    const types = typesOf(name);
    return {
      name,
      columns: columns.map((column) => ({ name: column.name, type: types.get(column.name), sources: column.sources })),
      rows,
    };
  });
}
