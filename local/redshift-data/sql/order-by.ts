import type { Bound } from './bound.ts';
import { settle } from './coerce.ts';
import type { Expr, OrderItem } from './syntax.ts';

/** `order by ...` with the place of NULLs written out: Redshift counts NULL as the greatest value. */
export function orderBySql(items: readonly OrderItem[], bind: (expr: Expr) => Bound): string {
  return `order by ${items.map((item) => `${settle(bind(item.expr)).sql}${direction(item)}`).join(', ')}`;
}

/** ` desc nulls first` and the like. */
export function direction(item: OrderItem): string {
  const nulls = item.nulls ?? (item.descending ? 'first' : 'last');
  return `${item.descending ? ' desc' : ' asc'} nulls ${nulls}`;
}
