import { parseExpression } from './parse-expression.ts';
import { parseOrderBy } from './parse-query.ts';
import { refuse, refuseAsRedshift } from './sql-error.ts';
import type { Frame, FrameBound, Window } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Reads what follows OVER. Redshift's frames are ROWS only. */
export function parseWindow(cursor: TokenCursor): Window {
  if (!cursor.atOperator('(')) throw refuse('a named window', 'write the window out');
  return cursor.parenthesised(() => {
    const partitionBy = cursor.acceptWords('partition', 'by') ? cursor.list(() => parseExpression(cursor)) : [];
    const orderBy = cursor.atWords('order', 'by') ? parseOrderBy(cursor) : [];
    return { partitionBy, orderBy, frame: parseFrame(cursor) };
  });
}

function parseFrame(cursor: TokenCursor): Frame | undefined {
  const other = cursor.acceptOneOf('range', 'groups');
  if (other !== undefined) throw refuseAsRedshift(`a ${other.toUpperCase()} frame`, 'use a rows frame');
  if (!cursor.acceptWords('rows')) return undefined;
  if (!cursor.acceptWords('between')) return { start: parseBound(cursor) };
  const start = parseBound(cursor);
  cursor.expectWords('and');
  return { start, end: parseBound(cursor) };
}

function parseBound(cursor: TokenCursor): FrameBound {
  if (cursor.acceptWords('current', 'row')) return { edge: 'current row' };
  const offset = cursor.acceptWords('unbounded') ? undefined : cursor.integer();
  const edge = cursor.acceptOneOf('preceding', 'following');
  if (edge === undefined) throw cursor.fail();
  return { offset, edge: edge as 'preceding' | 'following' };
}
