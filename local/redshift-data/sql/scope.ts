import type { Identity } from './access.ts';
import type { Bound, ColumnSource } from './bound.ts';
import { bound } from './bound.ts';
import { type Catalog, quoteName } from './catalog.ts';
import { refuse, SqlError } from './sql-error.ts';
import type { RsType } from './types.ts';

/** What stays the same for all expressions of one statement. */
export type BindContext = {
  catalog: Catalog;
  parameters: ReadonlyMap<string, string>;
  /** Whose rights count: the caller's, and below a view its owner's. */
  rights: Identity;
  /** Who asks and when; undefined in the text of a view for stock DuckDB, which asks then. */
  caller?: Caller;
  /** Of a view that is being made: what its query reads, and what its stars stand for. */
  notes?: ViewNotes;
};

/** `uses` are keys of relations; `stars` are columns in SQL by where the star stands in the statement. */
export type ViewNotes = { uses: Set<string>; stars: Map<number, { end: number; sql: string }> };

/** Times are `YYYY-MM-DD HH:MM:SS.fff` UTC. `identify` tells who a database user is. */
export type Caller = {
  statementTime: string;
  transactionTime: string;
  identity: Identity;
  identify: (user: string) => Identity;
};

/** `isLiteral` marks a bare literal: text here, but it takes the type of the column or set operator that it meets. */
export type ScopeColumn = { name: string; type: RsType; nullable: boolean; source?: ColumnSource; isLiteral?: boolean };
export type ScopeRelation = {
  alias: string;
  /** Schema and name, when it can also be written that way. */
  table?: { database?: string; schema?: string; name: string };
  columns: ScopeColumn[];
};
export type CteColumns = ReadonlyMap<string, ScopeColumn[]>;

/** The names an expression can see. */
export type Scope = {
  context: BindContext;
  relations: ScopeRelation[];
  /** Columns that USING made one of two. */
  merged: Map<string, Bound>;
  ctes: CteColumns;
  /** Output names, where they may be used. */
  aliases: Map<string, Bound>;
  /** Scope of the query around a subquery. */
  parent?: Scope;
  isCorrelated: boolean;
  hasWindow: boolean;
  /** ORDER BY of the sorting aggregates, of which a query has one. */
  sorting?: string;
  /** Whether some rows sum over what is grouped by. */
  hasGroupingSets?: boolean;
};

export function createScope(context: BindContext, ctes: CteColumns, parent?: Scope): Scope {
  return {
    context,
    relations: [],
    merged: new Map(),
    ctes,
    aliases: new Map(),
    parent,
    isCorrelated: false,
    hasWindow: false,
  };
}

/** The column a name means: of this query's relations, else an output alias, else of the query around it. */
export function resolveColumn(scope: Scope, path: readonly string[]): Bound {
  const found = findColumn(scope, path);
  if (found !== undefined) return found;
  const alias = path.length === 1 ? scope.aliases.get(path[0] as string) : undefined;
  if (alias !== undefined) return alias;
  if (scope.parent !== undefined) {
    const outer = findColumn(scope.parent, path);
    if (outer !== undefined) {
      scope.isCorrelated = true;
      return outer;
    }
    if (scope.parent.parent !== undefined && findColumn(scope.parent.parent, path) !== undefined) {
      throw refuse(`the column ${path.join('.')} of a query two levels up`);
    }
  }
  const seen = scope.relations.map((relation) => relation.alias).join(', ');
  throw new SqlError(`column "${path.join('.')}" does not exist${seen === '' ? '' : ` in ${seen}`}`);
}

/** The relations a `*` or `x.*` stands for. */
export function relationsNamed(scope: Scope, path?: readonly string[]): ScopeRelation[] {
  if (path === undefined) return scope.relations;
  const found = scope.relations.filter((relation) => isNamed(relation, path));
  if (found.length === 0) throw new SqlError(`relation "${path.join('.')}" does not exist`);
  return found;
}

export function columnOf(relation: ScopeRelation, column: ScopeColumn): Bound {
  const { type, nullable, name, source } = column;
  return bound(`${quoteName(relation.alias)}.${quoteName(name)}`, type, { nullable, name, source });
}

function findColumn(scope: Scope, path: readonly string[]): Bound | undefined {
  const name = path.at(-1) as string;
  const merged = path.length === 1 ? scope.merged.get(name) : undefined;
  if (merged !== undefined) return merged;
  const table = path.slice(0, -1);
  const relations =
    table.length === 0 ? scope.relations : scope.relations.filter((relation) => isNamed(relation, table));
  const found = relations.flatMap((relation) =>
    relation.columns.filter((column) => column.name === name).map((column) => columnOf(relation, column)),
  );
  if (found.length > 1) throw new SqlError(`column reference "${path.join('.')}" is ambiguous`);
  return found[0];
}

function isNamed(relation: ScopeRelation, path: readonly string[]): boolean {
  if (path.length === 1) return relation.alias === path[0];
  const [name, schema, database] = path.toReversed();
  const { table } = relation;
  return table?.schema === schema && table?.name === name && (database === undefined || table?.database === database);
}
