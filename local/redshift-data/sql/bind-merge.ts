import { bindAssignments } from './bind-change.ts';
import { bindExpression } from './bind-expression.ts';
import { addRelations, bindFrom, relationScope } from './bind-from.ts';
import { bindValues, targetColumns } from './bind-insert.ts';
import { refuseMasked } from './bind-masks.ts';
import { quoteName, sqlName } from './catalog.ts';
import { asCondition } from './coerce.ts';
import { requireRelation } from './require-access.ts';
import { type BindContext, createScope } from './scope.ts';
import { refuse, SqlError } from './sql-error.ts';
import type { Expr, MergeStatement } from './syntax.ts';

/** What Redshift says when two source rows match one target row. */
export const multipleMatches = 'Found multiple matches to update the same tuple.';

/**
 * DuckDB SQL of a MERGE, and of a query with a row if some target row has several matches: DuckDB would take the last.
 * Two source rows with one new key are both inserted, as in Redshift.
 */
export function bindMerge(statement: MergeStatement, context: BindContext): { sql: string; conflicts: string } {
  const target = context.catalog.getTable(statement.target, 'cannot merge into view');
  if (statement.source.kind === 'table' && context.catalog.get(statement.source.table) === target) {
    throw new SqlError('the source and the target of MERGE may not be the same table');
  }
  const matchedBy = statement.update === undefined ? 'delete' : 'update';
  for (const privilege of ['select', 'insert', matchedBy]) requireRelation(context, target, privilege);
  refuseMasked(target, context, 'MERGE');
  const sourceScope = createScope(context, new Map());
  const source = bindFrom(statement.source, createScope(context, new Map()));
  addRelations(sourceScope, source.relations);
  const scope = createScope(context, new Map());
  addRelations(scope, [relationScope(target, target.name, false), ...sourceScope.relations]);
  requireEqualities(statement.on);
  const on = asCondition(bindExpression(statement.on, scope), 'ON').sql;
  const columns = targetColumns(target, statement.insertColumns);
  const values = bindValues(statement.insertValues, columns, sourceScope);
  const matched =
    statement.update === undefined ? 'delete' : `update set ${bindAssignments(statement.update, target, scope)}`;
  const targetSql = `${sqlName(target)} as ${quoteName(target.name)}`;
  const insert = `insert (${columns.map((column) => quoteName(column.name)).join(', ')}) values (${values.join(', ')})`;
  return {
    sql: `merge into ${targetSql} using ${source.sql} on ${on} when matched then ${matched} when not matched then ${insert}`,
    conflicts: `select 1 from ${targetSql} join ${source.sql} on ${on} group by ${quoteName(target.name)}.rowid having count(*) > 1 limit 1`,
  };
}

// "Equal predicates between the source table column and target table column" (Developer Guide, MERGE).
function requireEqualities(on: Expr): void {
  if (on.kind === 'binary' && on.operator === 'and') {
    requireEqualities(on.left);
    requireEqualities(on.right);
    return;
  }
  const isEquality = on.kind === 'binary' && on.operator === '=';
  if (!isEquality || on.left.kind !== 'column' || on.right.kind !== 'column') {
    throw refuse('an ON of MERGE that is not column = column and ...');
  }
}
