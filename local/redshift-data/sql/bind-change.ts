import { assignSql } from './assign.ts';
import { bindExpression } from './bind-expression.ts';
import { addRelations, bindFrom, relationScope } from './bind-from.ts';
import { targetColumn } from './bind-insert.ts';
import { refuseMasked } from './bind-masks.ts';
import { requireUnique } from './bind-query.ts';
import { quoteName, type Relation, sqlName } from './catalog.ts';
import { asCondition } from './coerce.ts';
import { requireRelation } from './require-access.ts';
import { type BindContext, createScope, type Scope } from './scope.ts';
import type { Assignment, Expr, FromItem, Statement } from './syntax.ts';

/** DuckDB SQL of an UPDATE. Several matches of one row take one of them, as Redshift does by default. */
export function bindUpdate(statement: Statement & { kind: 'update' }, context: BindContext): string {
  const target = context.catalog.getTable(statement.table, 'cannot update view');
  requireAll(context, target, 'update');
  refuseMasked(target, context, 'UPDATE');
  const { scope, sql, from } = bindTarget(target, statement.alias, statement.from, context);
  const set = bindAssignments(statement.set, target, scope);
  return `update ${sql} set ${set}${from === '' ? '' : ` from ${from}`}${whereSql(statement.where, scope)}`;
}

/** DuckDB SQL of a DELETE. */
export function bindDelete(statement: Statement & { kind: 'delete' }, context: BindContext): string {
  const target = context.catalog.getTable(statement.table, 'cannot delete from view');
  requireAll(context, target, 'delete');
  refuseMasked(target, context, 'DELETE');
  const { scope, sql, from } = bindTarget(target, statement.alias, statement.using, context);
  return `delete from ${sql}${from === '' ? '' : ` using ${from}`}${whereSql(statement.where, scope)}`;
}

// "The SELECT privilege is also required to reference existing column values for UPDATE or DELETE" (GRANT).
function requireAll(context: BindContext, target: Relation, privilege: 'update' | 'delete'): void {
  for (const wanted of ['select', privilege]) requireRelation(context, target, wanted);
}

/** SQL of the SET list. */
export function bindAssignments(set: readonly Assignment[], target: Relation, scope: Scope): string {
  requireUnique(
    set.map((assignment) => assignment.column),
    'SET',
  );
  return set
    .map(({ column: name, value }) => {
      const column = targetColumn(target, name);
      const sql = value.kind === 'default' ? 'default' : assignSql(bindExpression(value, scope), column);
      return `${quoteName(name)} = ${sql}`;
    })
    .join(', ');
}

function bindTarget(
  target: Relation,
  alias: string | undefined,
  others: readonly FromItem[],
  context: BindContext,
): { scope: Scope; sql: string; from: string } {
  const scope = createScope(context, new Map());
  addRelations(scope, [relationScope(target, alias ?? target.name, alias !== undefined)]);
  const from = others.map((item) => {
    const made = bindFrom(item, createScope(context, new Map()));
    addRelations(scope, made.relations);
    return made.sql;
  });
  return { scope, sql: `${sqlName(target)} as ${quoteName(alias ?? target.name)}`, from: from.join(', ') };
}

function whereSql(where: Expr | undefined, scope: Scope): string {
  return where === undefined ? '' : ` where ${asCondition(bindExpression(where, scope), 'WHERE').sql}`;
}
