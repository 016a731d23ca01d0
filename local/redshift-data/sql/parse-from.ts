import { parseExpression } from './parse-expression.ts';
import { parseQuery } from './parse-query.ts';
import { refuse, refuseAsRedshift, SqlError } from './sql-error.ts';
import type { FromItem, JoinType, TableName } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Words that end a relation although Redshift does not reserve them. */
const notAliases = ['qualify', 'set', 'window', 'fetch', 'tablesample'];

/** Reads one relation of FROM with the joins that follow it. */
export function parseFrom(cursor: TokenCursor): FromItem {
  let left = parseRelation(cursor);
  for (;;) {
    if (cursor.atWords('natural')) throw refuse('NATURAL JOIN', 'write the condition out');
    const type = acceptJoin(cursor);
    if (type === undefined) return left;
    const right = parseRelation(cursor);
    left = { kind: 'join', type, left, right, ...parseJoinCondition(cursor, type) };
  }
}

/** Reads `name`, `schema.name` or `database.schema.name`. */
export function parseTableName(cursor: TokenCursor): TableName {
  const first = cursor.identifier();
  if (!cursor.acceptOperator('.')) return { name: first };
  const second = cursor.label();
  if (!cursor.acceptOperator('.')) return { schema: first, name: second };
  return { database: first, schema: second, name: cursor.label() };
}

function acceptJoin(cursor: TokenCursor): JoinType | undefined {
  if (cursor.acceptWords('cross', 'join')) return 'cross';
  if (cursor.acceptWords('join') || cursor.acceptWords('inner', 'join')) return 'inner';
  for (const side of ['left', 'right', 'full'] as const) {
    if (cursor.acceptWords(side, 'join') || cursor.acceptWords(side, 'outer', 'join')) return side;
  }
  return undefined;
}

function parseJoinCondition(cursor: TokenCursor, type: JoinType): Pick<FromItem & { kind: 'join' }, 'on' | 'using'> {
  if (type === 'cross') return {};
  if (cursor.acceptWords('on')) return { on: parseExpression(cursor) };
  cursor.expectWords('using');
  if (type !== 'inner' && type !== 'left') throw refuse(`USING on a ${type} join`, 'use on');
  return { using: cursor.parenthesised(() => cursor.list(() => cursor.identifier())) };
}

/** Reads one relation of FROM by itself: a table, view or subquery with its alias. */
export function parseRelation(cursor: TokenCursor): FromItem {
  if (cursor.atWords('lateral')) throw refuseAsRedshift('LATERAL');
  if (cursor.atWords('only')) throw refuse('ONLY');
  if (cursor.atOperator('(')) {
    if (!isSubquery(cursor)) return cursor.parenthesised(() => parseFrom(cursor));
    const query = cursor.parenthesised(() => parseQuery(cursor));
    refusePivot(cursor);
    const { alias, columns } = parseAlias(cursor);
    refusePivot(cursor);
    if (alias === undefined) throw new SqlError('subquery in FROM must have an alias');
    return { kind: 'derived', query, alias, columns };
  }
  if (cursor.peek().kind === 'word' && cursor.atOperator('(', 1)) {
    const name = cursor.peek().text;
    if (name === 'generate_series') throw refuseAsRedshift('GENERATE_SERIES beside tables (leader node only)');
    throw refuse(`the table function ${name}`);
  }
  const table = parseTableName(cursor);
  const relation: FromItem = { kind: 'table', table, ...parseAlias(cursor) };
  if (cursor.atWords('tablesample')) throw refuse('TABLESAMPLE');
  refusePivot(cursor);
  return relation;
}

function refusePivot(cursor: TokenCursor): void {
  if (cursor.atWords('pivot')) throw refuse('PIVOT', 'write one sum(case when ... then x end) a column');
  if (cursor.atWords('unpivot')) throw refuse('UNPIVOT', 'write one select a column, with union all between them');
}

function isSubquery(cursor: TokenCursor): boolean {
  let ahead = 0;
  while (cursor.atOperator('(', ahead)) ahead++;
  const token = cursor.peek(ahead);
  return token.kind === 'word' && (token.text === 'select' || token.text === 'with');
}

function parseAlias(cursor: TokenCursor): { alias?: string; columns?: string[] } {
  const explicit = cursor.acceptWords('as');
  if (!explicit && (!cursor.atIdentifier() || notAliases.some((word) => cursor.atWords(word)))) return {};
  const alias = cursor.identifier();
  if (!cursor.atOperator('(')) return { alias };
  return { alias, columns: cursor.parenthesised(() => cursor.list(() => cursor.identifier())) };
}
