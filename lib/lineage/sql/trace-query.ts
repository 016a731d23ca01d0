import type {
  Expr,
  GroupItem,
  Query,
  QueryBody,
  Select,
  SelectItem,
  SetOperation,
} from '../../../local/redshift-data/sql/syntax.ts';
import { mergeSources, type Source, type Traced, type TracedColumn, useAs } from '../source.ts';
import { formulaOf } from './formula-of.ts';
import { createScope, relationsNamed, type Scope } from './scope.ts';
import { traceExpression } from './trace-expression.ts';
import { traceFrom } from './trace-from.ts';

/** What a query's columns come from, and what decides about its rows; `parent` is the query around a subquery. */
export function traceQuery(query: Query, { find, ctes }: Pick<Scope, 'find' | 'ctes'>, parent?: Scope): Traced {
  const known = new Map(ctes);
  for (const cte of query.ctes)
    known.set(cte.name, renameColumns(traceQuery(cte.query, { find, ctes: known }), cte.columns));
  const scope = createScope({ find, ctes: known }, parent);
  const traced = traceBody(query.body, scope);
  if (query.limit === undefined && query.offset === undefined) return traced;
  return { ...traced, rows: mergeSources(traced.rows, useAs('sort', traceOrder(query, traced, scope))) };
}

/** The columns under other names. */
export function renameColumns(traced: Traced, names: readonly string[] = []): Traced {
  const columns = traced.columns.map((column, at) => ({ ...column, name: names[at] ?? column.name }));
  return { ...traced, columns };
}

function traceBody(body: QueryBody, scope: Scope): Traced {
  if (body.kind === 'select') return traceSelect(body, scope);
  if (body.kind === 'nested') return traceQuery(body.query, scope, scope.parent);
  return traceSet(body, scope);
}

/** Of EXCEPT and INTERSECT the right side only decides which rows of the left stay. */
function traceSet({ operator, left: a, right: b }: SetOperation, scope: Scope): Traced {
  const [left, right] = [a, b].map((side) => traceBody(side, createScope(scope, scope.parent))) as [Traced, Traced];
  const isUnion = operator.startsWith('union');
  const columns = left.columns.map(({ name, sources }, at) => ({
    name,
    sources: isUnion ? mergeSources(sources, right.columns[at]?.sources ?? []) : sources,
  }));
  const other = isUnion ? right.rows : useAs('filter', [...sourcesOf(right.columns), ...right.rows]);
  return { columns, rows: mergeSources(left.rows, other) };
}

function traceSelect(select: Select, scope: Scope): Traced {
  const rows = select.from.flatMap((item) => traceFrom(item, scope));
  const filtered = traceAll([select.where], scope);
  const columns = select.items.flatMap((item) => traceItem(item, scope));
  const grouped = select.groupBy
    .flatMap(keysOf)
    .flatMap((key) =>
      key.kind === 'number' ? (columns[Number(key.text) - 1]?.sources ?? []) : traceExpression(key, scope),
    );
  return {
    columns,
    rows: mergeSources(
      rows,
      useAs('filter', [...filtered, ...traceAll([select.having, select.qualify], scope)]),
      useAs('group_by', [...grouped, ...(select.distinct ? sourcesOf(columns) : [])]),
    ),
  };
}

/** The keys of a GROUP BY, in whichever sets they stand. */
function keysOf(item: GroupItem): Expr[] {
  return item.kind === 'keys' ? item.keys : item.items.flatMap(keysOf);
}

/** An expression as a column. */
export function traceColumn(name: string, expr: Expr, scope: Scope): TracedColumn {
  return { name, sources: traceExpression(expr, scope), formula: formulaOf(expr, scope) };
}

function traceAll(exprs: readonly (Select['where'] | undefined)[], scope: Scope): Source[] {
  return exprs.flatMap((expr) => (expr ? traceExpression(expr, scope) : []));
}

function traceItem(item: SelectItem, scope: Scope): TracedColumn[] {
  if (item.kind === 'star') return relationsNamed(scope, item.table ?? []).flatMap(({ columns }) => columns);
  const own = item.expr.kind === 'column' ? item.expr.path.at(-1) : undefined;
  const column = traceColumn(item.alias ?? own ?? '?column?', item.expr, scope);
  if (item.alias !== undefined) scope.aliases.set(item.alias, column);
  return [column];
}

/** Order decides about rows where only some are taken. */
function traceOrder({ orderBy }: Query, { columns }: Traced, scope: Scope): Source[] {
  return orderBy.flatMap(({ expr }) => {
    if (expr.kind === 'number') return columns[Number(expr.text) - 1]?.sources ?? [];
    const output = expr.kind === 'column' ? columns.find(({ name }) => name === expr.path.join('.')) : undefined;
    return output?.sources ?? traceExpression(expr, scope);
  });
}

function sourcesOf(columns: readonly TracedColumn[]): Source[] {
  return columns.flatMap(({ sources }) => sources);
}
