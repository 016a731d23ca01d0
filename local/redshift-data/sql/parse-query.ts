import { parseExpression } from './parse-expression.ts';
import { parseFrom } from './parse-from.ts';
import { parseGroupBy } from './parse-group-by.ts';
import { refuse, refuseAsRedshift, SqlError } from './sql-error.ts';
import type { Cte, FromItem, OrderItem, Query, QueryBody, Select, SelectItem } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Reads a query: WITH, SELECT, set operators, ORDER BY, LIMIT. */
export function parseQuery(cursor: TokenCursor): Query {
  const ctes = cursor.acceptWords('with') ? parseCtes(cursor) : [];
  for (const verb of ['merge', 'insert', 'update', 'delete']) {
    if (cursor.atWords(verb)) throw refuseAsRedshift(`WITH before ${verb.toUpperCase()}`, 'use a temp table');
  }
  const body = parseUnion(cursor);
  const orderBy = cursor.atWords('order', 'by') ? parseOrderBy(cursor) : [];
  const query: Query = { ctes, body, orderBy };
  for (;;) {
    if (query.limit === undefined && cursor.acceptWords('limit')) {
      if (!cursor.acceptWords('all')) query.limit = parseRowCount(cursor, 'limit');
    } else if (query.offset === undefined && cursor.acceptWords('offset')) {
      query.offset = parseRowCount(cursor, 'offset');
    } else break;
  }
  if (cursor.atWords('fetch')) throw refuse('FETCH FIRST', 'use limit');
  if (cursor.atWords('for')) throw refuse('FOR UPDATE');
  return applyTop(query);
}

/** Reads `order by a desc nulls last, ...`. */
export function parseOrderBy(cursor: TokenCursor): OrderItem[] {
  cursor.expectWords('order', 'by');
  return cursor.list(() => {
    const expr = parseExpression(cursor);
    const descending = cursor.acceptWords('desc');
    if (!descending) cursor.acceptWords('asc');
    if (!cursor.acceptWords('nulls')) return { expr, descending };
    const nulls = cursor.acceptOneOf('first', 'last');
    if (nulls === undefined) throw cursor.fail();
    return { expr, descending, nulls: nulls as 'first' | 'last' };
  });
}

function parseRowCount(cursor: TokenCursor, clause: string): number {
  if (cursor.peek().kind !== 'number') throw refuse(`${clause} with anything but a whole number`);
  return cursor.integer();
}

function parseCtes(cursor: TokenCursor): Cte[] {
  const isSubquery = cursor.isBehind('(', 1);
  const isRecursive = cursor.acceptWords('recursive');
  if (isRecursive && isSubquery)
    throw refuseAsRedshift('WITH RECURSIVE in a subquery', 'put it before the whole query');
  return cursor.list(() => {
    const name = cursor.identifier();
    const columns = cursor.atOperator('(')
      ? cursor.parenthesised(() => cursor.list(() => cursor.identifier()))
      : undefined;
    cursor.expectWords('as');
    if (cursor.atWords('not') || cursor.atWords('materialized')) throw refuse('MATERIALIZED on a CTE');
    return { name, columns, query: cursor.parenthesised(() => parseQuery(cursor)), isRecursive };
  });
}

function parseUnion(cursor: TokenCursor): QueryBody {
  let left = parseIntersect(cursor);
  for (;;) {
    const word = cursor.acceptOneOf('union', 'except', 'minus');
    if (word === undefined) return left;
    const all = cursor.acceptWords('all');
    if (all && word !== 'union') throw refuseAsRedshift(`${word.toUpperCase()} ALL`);
    cursor.acceptWords('distinct');
    const operator = word === 'union' ? (all ? 'union all' : 'union') : 'except';
    left = { kind: 'set', operator, left: noLimit(left), right: noLimit(parseIntersect(cursor)) };
  }
}

// INTERSECT binds tighter than UNION and EXCEPT.
function parseIntersect(cursor: TokenCursor): QueryBody {
  let left = parseOperand(cursor);
  while (cursor.acceptWords('intersect')) {
    if (cursor.acceptWords('all')) throw refuseAsRedshift('INTERSECT ALL');
    left = { kind: 'set', operator: 'intersect', left: noLimit(left), right: noLimit(parseOperand(cursor)) };
  }
  return left;
}

function noLimit(body: QueryBody): QueryBody {
  if (body.kind === 'nested' && (body.query.limit !== undefined || body.query.offset !== undefined)) {
    throw new SqlError('LIMIT may not be used within input to set operations');
  }
  if (body.kind === 'select' && body.top !== undefined) {
    throw new SqlError('LIMIT may not be used within input to set operations');
  }
  return body;
}

function parseOperand(cursor: TokenCursor): QueryBody {
  if (cursor.atOperator('(')) return { kind: 'nested', query: cursor.parenthesised(() => parseQuery(cursor)) };
  return parseSelect(cursor);
}

// TOP belongs to the whole query, but stands in its SELECT.
function applyTop(query: Query): Query {
  if (query.body.kind !== 'select') return query;
  const { top } = query.body;
  if (top === undefined) return query;
  if (query.limit !== undefined) throw new SqlError('TOP and LIMIT may not be used together');
  return { ...query, limit: top };
}

function parseSelect(cursor: TokenCursor): Select {
  cursor.expectWords('select');
  const top = cursor.acceptWords('top') ? parseRowCount(cursor, 'top') : undefined;
  const distinct = cursor.acceptWords('distinct');
  if (distinct && cursor.atWords('on')) throw refuseAsRedshift('DISTINCT ON', 'use row_number() and qualify');
  if (!distinct) cursor.acceptWords('all');
  const items = cursor.list(() => parseSelectItem(cursor));
  if (cursor.atWords('into')) throw refuse('SELECT INTO', 'use create table as');
  const from = cursor.acceptWords('from') ? cursor.list(() => parseFrom(cursor)) : [];
  const where = cursor.acceptWords('where') ? parseExpression(cursor) : undefined;
  const groupBy = cursor.acceptWords('group', 'by') ? parseGroupBy(cursor) : [];
  const having = cursor.acceptWords('having') ? parseExpression(cursor) : undefined;
  const isBareFrom = where === undefined && groupBy.length === 0 && having === undefined;
  const qualify = cursor.acceptWords('qualify') ? parseExpression(cursor) : undefined;
  if (qualify !== undefined && isBareFrom && !endsWithAlias(from)) {
    throw new SqlError('QUALIFY directly after FROM needs an alias on the last relation, or Redshift reads it as one');
  }
  if (cursor.atWords('window')) throw refuse('the WINDOW clause', 'write the window out');
  return { kind: 'select', distinct, top, items, from, where, groupBy, having, qualify };
}

function endsWithAlias(from: FromItem[]): boolean {
  const last = from.at(-1);
  if (last?.kind === 'join') return last.on !== undefined || last.using !== undefined || endsWithAlias([last.right]);
  return last?.alias !== undefined;
}

function parseSelectItem(cursor: TokenCursor): SelectItem {
  const { start, end } = cursor.peek();
  if (cursor.acceptOperator('*')) return { kind: 'star', start, end };
  for (const parts of [1, 2]) {
    if (!isQualifiedStar(cursor, parts)) continue;
    const table = Array.from({ length: parts }, () => {
      const name = cursor.label();
      cursor.expectOperator('.');
      return name;
    });
    const star = cursor.peek();
    cursor.expectOperator('*');
    return { kind: 'star', table, start, end: star.end };
  }
  const expr = parseExpression(cursor);
  if (cursor.acceptWords('as')) return { kind: 'item', expr, alias: cursor.label() };
  const alias = cursor.atIdentifier() && !cursor.atWords('qualify') ? cursor.identifier() : undefined;
  return { kind: 'item', expr, alias };
}

function isQualifiedStar(cursor: TokenCursor, parts: number): boolean {
  for (let i = 0; i < parts; i++) {
    const token = cursor.peek(2 * i);
    if ((token.kind !== 'word' && token.kind !== 'quoted') || !cursor.atOperator('.', 2 * i + 1)) return false;
  }
  return cursor.atOperator('*', 2 * parts);
}
