import { bindExpression } from './bind-expression.ts';
import { addRelations, bindFrom } from './bind-from.ts';
import { itemAt, orderByOutput, orderKey, withoutAliases } from './bind-order.ts';
import { bindRecursion, isSelfReading } from './bind-recursion.ts';
import { type Bound, bound } from './bound.ts';
import { castTo } from './cast.ts';
import { quoteName } from './catalog.ts';
import { asCondition, coerce, settle } from './coerce.ts';
import { commonType } from './common-type.ts';
import { direction } from './order-by.ts';
import { type CteColumns, columnOf, createScope, relationsNamed, type Scope, type ScopeColumn } from './scope.ts';
import { refuse, refuseAsRedshift, SqlError } from './sql-error.ts';
import type { Expr, GroupItem, OrderItem, Query, QueryBody, Select, SelectItem, SetOperation } from './syntax.ts';
import type { RsType } from './types.ts';

/** A query in DuckDB's SQL with its columns. `isCorrelated` says that it uses the query around it. */
export type BoundQuery = { sql: string; columns: ScopeColumn[]; isCorrelated: boolean };

/** Binds a query; `outer` gives context, visible CTEs and, for a subquery, the scope around it. */
export function bindQuery(query: Query, outer: Scope): BoundQuery {
  const ctes = bindCtes(query, outer);
  const scope = createScope(outer.context, ctes.columns, outer.parent);
  const body = bindBody(query.body, scope);
  const orderBy = query.orderBy.length === 0 ? '' : ` order by ${body.order(query.orderBy)}`;
  const limit = query.limit === undefined ? '' : ` limit ${query.limit}`;
  const offset = query.offset === undefined ? '' : ` offset ${query.offset}`;
  const isCorrelated = body.isCorrelated();
  if (isCorrelated && query.limit !== undefined) throw refuseAsRedshift('LIMIT in a correlated subquery');
  if (isCorrelated && scope.hasWindow) throw refuseAsRedshift('a window function in a correlated subquery');
  return { sql: `${ctes.sql}${body.sql}${orderBy}${limit}${offset}`, columns: body.columns, isCorrelated };
}

/** Binds a query inside an expression, which may use the columns around it. */
export function bindSubquery(query: Query, scope: Scope): BoundQuery {
  return bindQuery(query, createScope(scope.context, scope.ctes, scope));
}

export type BoundBody = {
  sql: string;
  columns: ScopeColumn[];
  order: (items: OrderItem[]) => string;
  isCorrelated: () => boolean;
};

function bindCtes(query: Query, outer: Scope): { sql: string; columns: CteColumns } {
  if (query.ctes.length === 0) return { sql: '', columns: outer.ctes };
  const columns = new Map(outer.ctes);
  const parts = query.ctes.map((cte) => {
    const scope = createScope(outer.context, new Map(columns));
    const inner = isSelfReading(cte) ? bindRecursion(cte, scope) : bindQuery(cte.query, scope);
    const names = cte.columns ?? inner.columns.map((column) => column.name);
    if (names.length !== inner.columns.length) {
      throw new SqlError(`WITH query "${cte.name}" has ${inner.columns.length} columns, not ${names.length}`);
    }
    requireUnique(names, `WITH query "${cte.name}"`);
    columns.set(
      cte.name,
      inner.columns.map((column, i) => ({ ...column, name: names[i] ?? column.name })),
    );
    return `${quoteName(cte.name)}(${names.map(quoteName).join(', ')}) as (${inner.sql})`;
  });
  const recursive = query.ctes.some(isSelfReading) ? 'recursive ' : '';
  return { sql: `with ${recursive}${parts.join(', ')} `, columns };
}

/** Fails if a name comes twice. */
export function requireUnique(names: readonly string[], where: string): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new SqlError(`column "${twice}" duplicated in ${where}`);
}

/** Binds the part of a query without WITH, ORDER BY and LIMIT. */
export function bindBody(body: QueryBody, scope: Scope): BoundBody {
  if (body.kind === 'select') return bindSelect(body, scope);
  if (body.kind === 'set') return bindSet(body, scope);
  const inner = bindQuery(body.query, createScope(scope.context, scope.ctes, scope.parent));
  return {
    sql: `(${inner.sql})`,
    columns: inner.columns,
    order: (items) => orderByOutput(items, inner.columns),
    isCorrelated: () => inner.isCorrelated,
  };
}

function bindSet(body: SetOperation, scope: Scope): BoundBody {
  const bindSide = (side: QueryBody) => bindBody(side, createScope(scope.context, scope.ctes, scope.parent));
  const [left, right] = [bindSide(body.left), bindSide(body.right)];
  if (left.columns.length !== right.columns.length) {
    throw new SqlError('each set operator query must have the same number of columns');
  }
  const columns = left.columns.map((a, i) => unifyColumns(a, right.columns[i] ?? a));
  return {
    sql: `${operandSql(left, columns)} ${body.operator} ${operandSql(right, columns)}`,
    columns,
    order: (items) => orderByOutput(items, columns),
    isCorrelated: () => left.isCorrelated() || right.isCorrelated(),
  };
}

function unifyColumns(a: ScopeColumn, b: ScopeColumn): ScopeColumn {
  const nullable = a.nullable || b.nullable;
  if (a.isLiteral !== b.isLiteral) return { name: a.name, type: a.isLiteral ? b.type : a.type, nullable };
  return { name: a.name, type: commonType(a.type, b.type, 'set operator'), nullable, isLiteral: a.isLiteral };
}

function operandSql(side: BoundBody, wanted: readonly ScopeColumn[]): string {
  const names = side.columns.map((_, i) => `"c${i}"`);
  const items = side.columns.map((column, i) => {
    return `${convertColumn(column, `"c${i}"`, wanted[i]?.type ?? column.type)} as "c${i}"`;
  });
  return `(select ${items.join(', ')} from (${side.sql}) as "s"(${names.join(', ')}))`;
}

/** SQL of a query's column where a type is wanted: a bare literal is read as that type, others only widen. */
export function convertColumn(column: ScopeColumn, sql: string, type: RsType): string {
  const value = bound(sql, column.type, { nullable: column.nullable });
  return (column.isLiteral ? castTo(value, type) : coerce(value, type, 'set operator')).sql;
}

function bindSelect(select: Select, scope: Scope): BoundBody {
  const from = select.from.map((item) => {
    const made = bindFrom(item, scope);
    addRelations(scope, made.relations);
    return made.sql;
  });
  const where = clause('where', select.where, scope, 'WHERE');
  scope.hasGroupingSets = select.groupBy.some(({ kind }) => kind !== 'keys');
  const items = select.items.flatMap((item) => bindItem(item, scope));
  const groupBy = select.groupBy.map((item) => groupSql(item, (expr) => groupKey(expr, items, scope)));
  const having = withoutAliases(scope, () => clause('having', select.having, scope, 'HAVING'));
  const qualify = clause('qualify', select.qualify, scope, 'QUALIFY');
  const list = items.map((item) => `${item.sql} as ${quoteName(item.name)}`).join(', ');
  const sql = [
    `select ${select.distinct ? 'distinct ' : ''}${list}`,
    from.length === 0 ? '' : ` from ${from.join(', ')}`,
    where,
    groupBy.length === 0 ? '' : ` group by ${groupBy.join(', ')}`,
    having,
    qualify,
  ].join('');
  const columns = items.map((item) => toColumn(scope.hasGroupingSets ? { ...item, nullable: true } : item));
  const orderKeyOf = (expr: Expr) => orderKey(expr, columns, scope, select.distinct ? items : undefined);
  return {
    sql,
    columns,
    order: (order) => order.map((item) => `${orderKeyOf(item.expr)}${direction(item)}`).join(', '),
    isCorrelated: () => scope.isCorrelated,
  };
}

function clause(word: string, expr: Expr | undefined, scope: Scope, name: string): string {
  if (expr === undefined) return '';
  return ` ${word} ${asCondition(bindExpression(expr, scope), name).sql}`;
}

type Item = Bound & { isLiteral?: boolean };

function toColumn({ name, type, nullable, source, isLiteral }: Item): ScopeColumn {
  return { name, type, nullable, source, isLiteral };
}

function bindItem(item: SelectItem, scope: Scope): Item[] {
  if (item.kind === 'star') return expandStar(item, scope);
  const value = bindExpression(item.expr, scope);
  if (value.type.name === 'interval') throw refuse('an interval as a column');
  const named = { ...settle(value), name: item.alias ?? value.name };
  // Later items may use this one by its alias.
  if (item.alias !== undefined) scope.aliases.set(item.alias, named);
  return [{ ...named, isLiteral: value.literal !== undefined }];
}

function expandStar(star: SelectItem & { kind: 'star' }, scope: Scope): Bound[] {
  const { table } = star;
  if (scope.relations.length === 0) throw new SqlError('SELECT * with no tables specified is not valid');
  const relations = relationsNamed(scope, table);
  const merged = table === undefined ? [...scope.merged] : [];
  const rest = relations.flatMap((relation) =>
    relation.columns
      .filter((column) => table !== undefined || !scope.merged.has(column.name))
      .map((column) => columnOf(relation, column)),
  );
  const columns = [...merged.map(([name, column]) => ({ ...column, name })), ...rest];
  const names = columns.map(({ name, sql }, i) => (i < merged.length ? quoteName(name) : sql));
  scope.context.notes?.stars.set(star.start, { end: star.end, sql: names.join(', ') });
  return columns;
}

function groupSql(item: GroupItem, key: (expr: Expr) => string): string {
  if (item.kind !== 'keys') return `${item.kind} (${item.items.map((inner) => groupSql(inner, key)).join(', ')})`;
  const keys = item.keys.map(key).join(', ');
  return item.isList ? `(${keys})` : keys;
}

function groupKey(expr: Expr, items: readonly Bound[], scope: Scope): string {
  if (expr.kind === 'number') return itemAt(expr.text, items, 'GROUP BY').sql;
  const key = settle(bindExpression(expr, scope));
  if (key.isCorrelated) throw refuseAsRedshift('GROUP BY the result of a correlated subquery');
  return key.sql;
}
