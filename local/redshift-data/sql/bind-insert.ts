import { assignSql } from './assign.ts';
import { bindExpression } from './bind-expression.ts';
import { bindQuery, convertColumn, requireUnique } from './bind-query.ts';
import { bound } from './bound.ts';
import { type CatalogColumn, formatTable, quoteName, type Relation, sqlName } from './catalog.ts';
import { requireRelation } from './require-access.ts';
import { type BindContext, createScope, type Scope } from './scope.ts';
import { SqlError } from './sql-error.ts';
import type { Expr, Statement } from './syntax.ts';
import { isText } from './types.ts';

/** DuckDB SQL of an INSERT. */
export function bindInsert(statement: Statement & { kind: 'insert' }, context: BindContext): string {
  const relation = context.catalog.getTable(statement.table, 'cannot insert into view');
  requireRelation(context, relation, 'insert');
  const columns = targetColumns(relation, statement.columns);
  const scope = createScope(context, new Map());
  const into = `insert into ${sqlName(relation)} (${columns.map((column) => quoteName(column.name)).join(', ')})`;
  if (statement.source.kind === 'values') {
    const rows = statement.source.rows.map((row) => `(${bindValues(row, columns, scope).join(', ')})`);
    return `${into} values ${rows.join(', ')}`;
  }
  const query = bindQuery(statement.source.query, scope);
  requireCount(query.columns.length, columns.length);
  const names = query.columns.map((_, i) => `"c${i}"`);
  const items = query.columns.map((source, i) => {
    const column = columns[i] as CatalogColumn;
    // A bare literal is read as the column's type; a text stays what it is, so that its length is checked.
    const isRead = source.isLiteral === true && !isText(column.type);
    const sql = isRead ? convertColumn(source, `"c${i}"`, column.type) : `"c${i}"`;
    return assignSql(bound(sql, isRead ? column.type : source.type), column);
  });
  return `${into} select ${items.join(', ')} from (${query.sql}) as "q"(${names.join(', ')})`;
}

/** SQL of the values for these columns, DEFAULT included. */
export function bindValues(values: readonly Expr[], columns: readonly CatalogColumn[], scope: Scope): string[] {
  requireCount(values.length, columns.length);
  return values.map((value, i) => {
    if (value.kind === 'default') return 'default';
    return assignSql(bindExpression(value, scope), columns[i] as CatalogColumn);
  });
}

/** The columns a list of names means; all of them without a list. */
export function targetColumns(relation: Relation, names: readonly string[] | undefined): readonly CatalogColumn[] {
  if (names === undefined) return relation.columns;
  requireUnique(names, 'the column list');
  return names.map((name) => targetColumn(relation, name));
}

export function targetColumn(relation: Relation, name: string): CatalogColumn {
  const column = relation.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  throw new SqlError(`column "${name}" of relation "${formatTable(relation)}" does not exist`);
}

function requireCount(given: number, wanted: number): void {
  if (given > wanted) throw new SqlError(`INSERT has more expressions than target columns: ${given} for ${wanted}`);
  if (given < wanted) throw new SqlError(`INSERT has more target columns than expressions: ${wanted} for ${given}`);
}
