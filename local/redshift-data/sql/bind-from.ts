import { adminUser, objects } from './access.ts';
import { bindExpression } from './bind-expression.ts';
import { maskedSql } from './bind-masks.ts';
import { type BoundQuery, bindQuery, requireUnique } from './bind-query.ts';
import { type Bound, bound } from './bound.ts';
import { formatTable, keyOf, quoteName, type Relation, sqlName } from './catalog.ts';
import { asCondition, unify } from './coerce.ts';
import { parseStatement } from './parse-statement.ts';
import { requireRelation } from './require-access.ts';
import { type BindContext, columnOf, createScope, type Scope, type ScopeRelation } from './scope.ts';
import { refuse, SqlError } from './sql-error.ts';
import type { FromItem } from './syntax.ts';
import { systemRelation } from './system/system-relations.ts';

/** Binds one item of FROM: its SQL, and the relations it puts into the scope. */
export function bindFrom(item: FromItem, scope: Scope): { sql: string; relations: ScopeRelation[] } {
  switch (item.kind) {
    case 'table':
      return bindTable(item, scope);
    case 'derived': {
      const query = bindQuery(item.query, createScope(scope.context, scope.ctes));
      const columns = renameColumns(query.columns, item.columns, item.alias);
      requireUnique(
        columns.map((column) => column.name),
        `subquery "${item.alias}"`,
      );
      return { sql: `(${query.sql}) ${aliasSql(item.alias, columns)}`, relations: [{ alias: item.alias, columns }] };
    }
    case 'join':
      return bindJoin(item, scope);
  }
}

/** Adds relations to a scope; one name can stand for one relation only. */
export function addRelations(scope: Scope, relations: readonly ScopeRelation[]): void {
  for (const relation of relations) {
    if (scope.relations.some((other) => other.alias === relation.alias)) {
      throw new SqlError(`table name "${relation.alias}" specified more than once`);
    }
    scope.relations.push(relation);
  }
}

/** The columns of a table or view as a scope sees them. */
export function relationScope(relation: Relation, alias: string, isAliased: boolean): ScopeRelation {
  const schema = relation.schema ?? 'pg_temp';
  const columns = relation.columns.map(({ name, type, notNull }) => {
    return { name, type, nullable: !notNull, source: { schema, table: relation.name } };
  });
  return { alias, table: isAliased ? undefined : { schema: relation.schema, name: relation.name }, columns };
}

function bindTable(item: FromItem & { kind: 'table' }, scope: Scope): { sql: string; relations: ScopeRelation[] } {
  const alias = item.alias ?? item.table.name;
  const cte = item.table.schema === undefined ? scope.ctes.get(item.table.name) : undefined;
  if (cte !== undefined) {
    const columns = renameColumns(cte, item.columns, alias);
    return { sql: `${quoteName(item.table.name)} as ${aliasSql(alias, columns)}`, relations: [{ alias, columns }] };
  }
  const relation = scope.context.catalog.find(item.table);
  const system = relation === undefined ? systemRelation(item.table, scope.context) : undefined;
  if (system !== undefined) {
    const columns = renameColumns(system.columns, item.columns, alias);
    return { sql: `${system.sql} as ${aliasSql(alias, columns)}`, relations: [{ alias, columns }] };
  }
  const known = scope.context.catalog.get(item.table);
  scope.context.notes?.uses.add(keyOf(known));
  requireRelation(scope.context, known, 'select');
  const made = relationScope(known, alias, item.alias !== undefined);
  if (made.table !== undefined) made.table.database = item.table.database;
  const columns = renameColumns(made.columns, item.columns, formatTable(item.table));
  return {
    sql: `${relationSql(known, scope.context)} as ${aliasSql(alias, columns)}`,
    relations: [{ ...made, columns }],
  };
}

/** A table with what the caller sees masked, a view by what it stands for. */
function relationSql(relation: Relation, context: BindContext): string {
  const { query, kind } = relation;
  if (kind === 'table') return maskedSql(relation, context);
  if (query === undefined || context.caller === undefined) return sqlName(relation);
  return `(${bindViewQuery(relation, query, context).sql})`;
}

/** Binds a view's query: with its owner's rights, and without parameters and the session's temporary tables. */
export function bindViewQuery(view: Relation, query: string, context: BindContext): BoundQuery {
  const statement = parseStatement(query);
  if (statement.kind !== 'query') throw new Error('a view is a query');
  const owner = context.catalog.access.ownerOf(objects.relation(view)) ?? adminUser;
  const rights = context.caller?.identify(owner) ?? context.rights;
  const inner = { ...context, catalog: context.catalog.copy(), parameters: new Map(), rights };
  return bindQuery(statement.query, createScope(inner, new Map()));
}

function renameColumns<T extends { name: string }>(
  columns: readonly T[],
  names: string[] | undefined,
  of: string,
): T[] {
  if (names === undefined) return [...columns];
  if (names.length > columns.length) {
    throw new SqlError(`table "${of}" has ${columns.length} columns available but ${names.length} columns specified`);
  }
  return columns.map((column, i) => ({ ...column, name: names[i] ?? column.name }));
}

function aliasSql(alias: string, columns: readonly { name: string }[]): string {
  return `${quoteName(alias)}(${columns.map((column) => quoteName(column.name)).join(', ')})`;
}

function bindJoin(item: FromItem & { kind: 'join' }, scope: Scope): { sql: string; relations: ScopeRelation[] } {
  const left = bindFrom(item.left, scope);
  const right = bindFrom(item.right, scope);
  const inner: Scope = { ...createScope(scope.context, scope.ctes, scope.parent), merged: scope.merged };
  addRelations(inner, [...left.relations, ...right.relations]);
  const relations = [
    ...optional(left.relations, item.type === 'right' || item.type === 'full'),
    ...optional(right.relations, item.type === 'left' || item.type === 'full'),
  ];
  const join = `${left.sql} ${item.type} join ${item.right.kind === 'join' ? `(${right.sql})` : right.sql}`;
  if (item.type === 'cross') return { sql: join, relations };
  const condition =
    item.using === undefined
      ? asCondition(bindExpression(item.on ?? { kind: 'boolean', value: true }, inner), 'JOIN/ON').sql
      : item.using.map((name) => mergeColumn(name, left.relations, right.relations, scope)).join(' and ');
  if (inner.isCorrelated) scope.isCorrelated = true;
  if (item.type !== 'inner' && hasSubquery(item.on)) throw refuse(`a subquery in ON of a ${item.type} join`);
  return { sql: `${join} on ${condition}`, relations };
}

function hasSubquery(expr: unknown): boolean {
  if (typeof expr !== 'object' || expr === null) return false;
  return (
    ('kind' in expr && ['subquery', 'exists', 'inQuery'].includes(String(expr.kind))) ||
    Object.values(expr).some(hasSubquery)
  );
}

function optional(relations: ScopeRelation[], isOptional: boolean): ScopeRelation[] {
  if (!isOptional) return relations;
  return relations.map((relation) => ({
    ...relation,
    columns: relation.columns.map((column) => ({ ...column, nullable: true })),
  }));
}

// USING of an inner or left join: the left column is the one that counts.
function mergeColumn(name: string, left: ScopeRelation[], right: ScopeRelation[], scope: Scope): string {
  const a = scope.merged.get(name) ?? onlyColumn(name, left);
  const b = onlyColumn(name, right);
  const [x, y] = unify([a, b], `USING (${name})`).values;
  scope.merged.set(name, a);
  return `${x?.sql} = ${y?.sql}`;
}

function onlyColumn(name: string, relations: ScopeRelation[]): Bound {
  const found = relations.flatMap((relation) =>
    relation.columns.filter((column) => column.name === name).map((column) => columnOf(relation, column)),
  );
  if (found.length === 1) return found[0] ?? bound('null', { name: 'unknown' });
  throw new SqlError(
    `column "${name}" specified in USING clause ${found.length === 0 ? 'does not exist' : 'is ambiguous'}`,
  );
}
