import { type Catalog, formatTable } from '../../../local/redshift-data/sql/catalog.ts';
import { datasets } from '../../datasets/index.ts';
import { martGroups } from '../../datasets/mart-groups.ts';
import { buildDictionary } from '../../dictionary/build-dictionary.ts';
import { classifyColumns } from '../../dictionary/classify-columns.ts';
import { describeTables } from '../../dictionary/describe-tables.ts';
import type { DictionaryTable, WarehouseRelation } from '../../dictionary/dictionary.ts';
import { readStrategy } from '../../dictionary/read-strategy.ts';
import { readSql } from '../../stages/warehouse/read-statements.ts';
import type { Lineage } from '../lineage.ts';
import { typeName } from './type-name.ts';

/** The dictionary of the warehouse that sql/ defines. */
export function readDictionary(catalog: Catalog, lineage: Lineage): DictionaryTable[] {
  const all = Object.values(datasets);
  return buildDictionary({
    relations: listRelations(catalog),
    descriptions: describeTables(all, Object.values(martGroups)),
    lineage,
    classify: classifyColumns(
      lineage,
      all.map(({ contract }) => contract),
    ),
    strategyOf: (file) => readStrategy(readSql(file)),
  });
}

/** Tables and views with the types of their columns, as sql/ writes them; of a view those that the binder finds. */
export function listRelations(catalog: Catalog): WarehouseRelation[] {
  return catalog.list().map((relation) => ({
    name: formatTable(relation),
    kind: relation.kind,
    columns: relation.columns.map(({ name, type }) => ({ name, type: typeName(type) })),
  }));
}
