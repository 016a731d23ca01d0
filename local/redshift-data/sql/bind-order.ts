import { bindExpression } from './bind-expression.ts';
import type { Bound } from './bound.ts';
import { settle } from './coerce.ts';
import { direction } from './order-by.ts';
import type { Scope, ScopeColumn } from './scope.ts';
import { SqlError } from './sql-error.ts';
import type { Expr, OrderItem } from './syntax.ts';

/** The item an ordinal means. */
export function itemAt<T>(text: string, items: readonly T[], where: string): T {
  const item = items[Number(text) - 1];
  if (item === undefined) throw new SqlError(`${where} position ${text} is not in select list`);
  return item;
}

/**
 * SQL of an ORDER BY key: an output name comes before an input column, but only by itself. With DISTINCT it must be one of the
 * `items` selected.
 */
export function orderKey(
  expr: Expr,
  columns: readonly ScopeColumn[],
  scope: Scope,
  items: readonly Bound[] | undefined,
): string {
  const ordinal = outputPosition(expr, columns);
  if (ordinal !== undefined) return String(ordinal);
  const { sql } = withoutAliases(scope, () => settle(bindExpression(expr, scope)));
  if (items === undefined) return sql;
  const position = items.findIndex((item) => item.sql === sql);
  if (position < 0) throw new SqlError('for SELECT DISTINCT, ORDER BY expressions must appear in select list');
  return String(position + 1);
}

/** SQL of the ORDER BY of what has output columns alone. */
export function orderByOutput(items: readonly OrderItem[], columns: readonly ScopeColumn[]): string {
  return items
    .map((item) => {
      const ordinal = outputPosition(item.expr, columns);
      if (ordinal === undefined) throw new SqlError('ORDER BY on a set operation must name an output column');
      return `${ordinal}${direction(item)}`;
    })
    .join(', ');
}

function outputPosition(expr: Expr, columns: readonly ScopeColumn[]): number | undefined {
  if (expr.kind === 'number') {
    itemAt(expr.text, columns, 'ORDER BY');
    return Number(expr.text);
  }
  if (expr.kind !== 'column' || expr.path.length !== 1) return undefined;
  const found = columns.flatMap((column, i) => (column.name === expr.path[0] ? [i + 1] : []));
  if (found.length > 1) throw new SqlError(`ORDER BY "${expr.path[0]}" is ambiguous`);
  return found[0];
}

/** Binds without the output names, which WHERE and SELECT may use and HAVING may not. */
export function withoutAliases<T>(scope: Scope, act: () => T): T {
  const { aliases } = scope;
  scope.aliases = new Map();
  try {
    return act();
  } finally {
    scope.aliases = aliases;
  }
}
