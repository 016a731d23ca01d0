import type { TableName } from '../../../local/redshift-data/sql/syntax.ts';
import type { Traced, TracedColumn } from '../source.ts';

/** The relation of a name: a table's columns as themselves, a temporary one's as what they come from. */
export type FindRelation = (table: TableName) => Traced;

/** A relation as a query names it. */
export type NamedRelation = { alias: string; table?: TableName; columns: TracedColumn[] };

/** The names a query sees; an output column is found by its alias where no relation has the name. */
export type Scope = {
  find: FindRelation;
  ctes: ReadonlyMap<string, Traced>;
  relations: NamedRelation[];
  aliases: Map<string, TracedColumn>;
  parent?: Scope;
};

/** A scope without relations; `parent` is that of the query around it. */
export function createScope({ find, ctes }: Pick<Scope, 'find' | 'ctes'>, parent?: Scope): Scope {
  return { find, ctes, relations: [], aliases: new Map(), parent };
}

/** The column of a name. Throws for a name that nothing has: the binder has then read the query otherwise. */
export function resolveColumn(scope: Scope, path: readonly string[]): TracedColumn {
  const name = path.at(-1) ?? '';
  const found = relationsNamed(scope, path.slice(0, -1)).flatMap(({ columns }) =>
    columns.filter((column) => column.name === name),
  );
  // Where USING makes one of two columns, the left one counts.
  if (found[0]) return found[0];
  const alias = path.length === 1 ? scope.aliases.get(name) : undefined;
  if (alias) return alias;
  if (scope.parent) return resolveColumn(scope.parent, path);
  throw new Error(`lineage: no relation of the query has a column ${path.join('.')}`);
}

/** The relations that a name before a column or a star means; all of them without one. */
export function relationsNamed(scope: Scope, path: readonly string[]): NamedRelation[] {
  if (path.length === 0) return scope.relations;
  const [first, second] = path;
  return scope.relations.filter(({ alias, table }) =>
    second === undefined ? alias === first : table?.schema === first && table?.name === second,
  );
}
