import type { Lineage } from '../lineage/lineage.ts';
import { isDirect, type Source } from '../lineage/source.ts';
import type { Classify } from './classify-columns.ts';
import type { Description } from './describe-tables.ts';
import type { DictionaryTable, WarehouseRelation } from './dictionary.ts';
import { hiddenTables } from './shared-tables.ts';

/** What a dictionary is made of. `strategyOf` reads the words of a SQL file. */
export type Declared = {
  relations: readonly WarehouseRelation[];
  descriptions: readonly Description[];
  lineage: Lineage;
  classify: Classify;
  strategyOf: (file: string) => string;
};

/**
 * The dictionary of every table and view that people may read, in the order of the descriptions. Throws where a table or a column
 * has no meaning, or a meaning no column: neither may be forgotten.
 */
export function buildDictionary(declared: Declared): DictionaryTable[] {
  const { relations, descriptions } = declared;
  const shown = relations.filter(({ name }) => !hiddenTables.includes(name));
  const undescribed = shown.find(({ name }) => !descriptions.some((description) => description.name === name));
  if (undescribed)
    throw new Error(
      `nothing says what ${undescribed.name} is: describe a total or a dimension in lib/datasets/<dataset>/described.ts, ` +
        'a mart in its declaration, what belongs to no dataset in lib/dictionary/shared-tables.ts',
    );
  return descriptions.map((description) => {
    const relation = shown.find(({ name }) => name === description.name);
    if (relation) return describe(relation, description, declared);
    throw new Error(`${description.name} is described but sql/ does not define it: remove it, or add it to sql/ddl`);
  });
}

function describe(
  { name, kind, columns }: WarehouseRelation,
  { dataset, grain, columns: meanings }: Description,
  { lineage, classify, strategyOf }: Declared,
): DictionaryTable {
  const [is, says] = [columns.map((column) => column.name), Object.keys(meanings)];
  const wrong = is.find((column, at) => says[at] !== column) ?? says[is.length];
  if (wrong !== undefined)
    throw new Error(
      `${name}.${wrong} has no meaning, or stands elsewhere: sql/ defines ${is.join(', ')}; described are ${says.join(', ')}`,
    );
  const { file = '', columns: traced = [] } = lineage.get(name) ?? {};
  return {
    name,
    kind,
    dataset,
    grain,
    strategy: file === '' ? '' : strategyOf(file),
    file,
    columns: columns.map((column) => {
      const { sources = [], formula } = traced.find((each) => each.name === column.name) ?? {};
      return {
        ...column,
        meaning: meanings[column.name] ?? '',
        formula,
        classification: classify(name, column.name),
        from: namesOf(sources.filter(({ use }) => isDirect(use))),
        decidedBy: namesOf(sources.filter(({ use }) => !isDirect(use))),
      };
    }),
  };
}

function namesOf(sources: readonly Source[]): string[] {
  return [...new Set(sources.map(({ table, column }) => `${table}.${column}`))];
}
