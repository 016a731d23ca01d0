import { parseExpression } from './parse-expression.ts';
import { parseFrom, parseTableName } from './parse-from.ts';
import { parseQuery } from './parse-query.ts';
import { refuse, refuseAsRedshift } from './sql-error.ts';
import type { Assignment, Expr, Statement } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Reads INSERT; the word itself has been read, as in all of these. */
export function parseInsert(cursor: TokenCursor): Statement {
  cursor.expectWords('into');
  const table = parseTableName(cursor);
  const columns = isColumnList(cursor) ? parseColumnList(cursor) : undefined;
  if (cursor.atWords('default', 'values')) throw refuse('DEFAULT VALUES', 'name the columns');
  if (cursor.acceptWords('values')) {
    const rows = cursor.list(() => cursor.parenthesised(() => cursor.list(() => parseValue(cursor))));
    refuseTail(cursor);
    return { kind: 'insert', table, columns, source: { kind: 'values', rows } };
  }
  const query = parseQuery(cursor);
  refuseTail(cursor);
  return { kind: 'insert', table, columns, source: { kind: 'query', query } };
}

/** Reads UPDATE ... SET ... FROM ... WHERE. */
export function parseUpdate(cursor: TokenCursor): Statement {
  const table = parseTableName(cursor);
  const alias = parseTargetAlias(cursor);
  cursor.expectWords('set');
  const set = parseAssignments(cursor);
  const from = cursor.acceptWords('from') ? cursor.list(() => parseFrom(cursor)) : [];
  const where = cursor.acceptWords('where') ? parseExpression(cursor) : undefined;
  refuseTail(cursor);
  return { kind: 'update', table, alias, set, from, where };
}

/** Reads DELETE FROM ... USING ... WHERE. */
export function parseDelete(cursor: TokenCursor): Statement {
  cursor.acceptWords('from');
  const table = parseTableName(cursor);
  const alias = parseTargetAlias(cursor);
  const using = cursor.acceptWords('using') ? cursor.list(() => parseFrom(cursor)) : [];
  const where = cursor.acceptWords('where') ? parseExpression(cursor) : undefined;
  refuseTail(cursor);
  return { kind: 'delete', table, alias, using, where };
}

/** Reads `a = expression, b = expression`. */
export function parseAssignments(cursor: TokenCursor): Assignment[] {
  return cursor.list(() => {
    if (cursor.atOperator('(')) throw refuse('SET (a, b) = ...', 'set the columns one by one');
    const column = cursor.identifier();
    if (cursor.atOperator('.')) throw refuseAsRedshift('a table name before a SET column');
    cursor.expectOperator('=');
    return { column, value: parseValue(cursor) };
  });
}

/** Reads an expression or DEFAULT. */
export function parseValue(cursor: TokenCursor): Expr {
  return cursor.acceptWords('default') ? { kind: 'default' } : parseExpression(cursor);
}

/** Reads `(a, b, c)`. */
export function parseColumnList(cursor: TokenCursor): string[] {
  return cursor.parenthesised(() => cursor.list(() => cursor.identifier()));
}

function isColumnList(cursor: TokenCursor): boolean {
  return cursor.atOperator('(') && !['select', 'with'].includes(cursor.peek(1).text) && !cursor.atOperator('(', 1);
}

function parseTargetAlias(cursor: TokenCursor): string | undefined {
  if (cursor.acceptWords('as')) return cursor.identifier();
  return cursor.atIdentifier() && !cursor.atWords('set') ? cursor.identifier() : undefined;
}

function refuseTail(cursor: TokenCursor): void {
  if (cursor.atWords('returning')) throw refuseAsRedshift('RETURNING');
  if (cursor.atWords('on', 'conflict')) throw refuseAsRedshift('ON CONFLICT', 'use merge');
}
