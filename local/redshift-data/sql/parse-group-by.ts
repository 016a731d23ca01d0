import { parseExpression } from './parse-expression.ts';
import { refuse } from './sql-error.ts';
import type { GroupItem } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Reads what follows GROUP BY: keys, ROLLUP, CUBE and GROUPING SETS. */
export function parseGroupBy(cursor: TokenCursor): GroupItem[] {
  if (cursor.atWords('all')) throw refuse('GROUP BY ALL', 'list the columns');
  return cursor.list(() => parseSets(cursor) ?? parseKey(cursor));
}

function parseSets(cursor: TokenCursor): GroupItem | undefined {
  for (const kind of ['rollup', 'cube'] as const) {
    if (!cursor.atWords(kind) || !cursor.atOperator('(', 1)) continue;
    cursor.next();
    return { kind, items: cursor.parenthesised(() => cursor.list(() => parseKeys(cursor))) };
  }
  if (!cursor.acceptWords('grouping', 'sets')) return undefined;
  const items = cursor.parenthesised(() => cursor.list(() => parseSets(cursor) ?? parseKeys(cursor)));
  return { kind: 'grouping sets', items };
}

function parseKey(cursor: TokenCursor): GroupItem {
  return { kind: 'keys', keys: [parseExpression(cursor)], isList: false };
}

// `(a, b)` counts as one key, `()` as none; `(a + b) * 2` is an expression.
function parseKeys(cursor: TokenCursor): GroupItem {
  if (!cursor.atOperator('(') || !closesAnItem(cursor)) return parseKey(cursor);
  cursor.expectOperator('(');
  if (cursor.acceptOperator(')')) return { kind: 'keys', keys: [], isList: true };
  const keys = cursor.list(() => parseExpression(cursor));
  cursor.expectOperator(')');
  return { kind: 'keys', keys, isList: true };
}

function closesAnItem(cursor: TokenCursor): boolean {
  let depth = 0;
  for (let ahead = 0; cursor.peek(ahead).kind !== 'end'; ahead++) {
    if (cursor.atOperator('(', ahead)) depth++;
    if (cursor.atOperator(')', ahead)) depth--;
    if (depth === 0) return cursor.atOperator(',', ahead + 1) || cursor.atOperator(')', ahead + 1);
  }
  return false;
}
