import { parseColumnList } from './parse-dml.ts';
import { parseExpression } from './parse-expression.ts';
import { parseTableName } from './parse-from.ts';
import { parseGrantee } from './parse-grants.ts';
import { parseType } from './parse-type.ts';
import { SqlError } from './sql-error.ts';
import type { Expr, Statement } from './syntax.ts';
import { TokenCursor } from './token-cursor.ts';

/** Reads what follows CREATE MASKING POLICY: name, WITH (inputs), USING (expressions). */
export function parseCreatePolicy(cursor: TokenCursor): Statement {
  let ifNotExists = cursor.acceptWords('if', 'not', 'exists');
  const name = cursor.identifier();
  ifNotExists ||= cursor.acceptWords('if', 'not', 'exists');
  cursor.expectWords('with');
  const inputs = cursor.parenthesised(() =>
    cursor.list(() => ({ name: cursor.identifier(), type: parseType(cursor, 'column') })),
  );
  return { kind: 'createPolicy', name, ifNotExists, inputs, using: parseUsing(cursor) };
}

/** Reads what follows ALTER MASKING POLICY. */
export function parseAlterPolicy(cursor: TokenCursor): Statement {
  return { kind: 'alterPolicy', name: cursor.identifier(), using: parseUsing(cursor) };
}

/** Reads what follows ATTACH and DETACH. */
export function parseAttachPolicy(cursor: TokenCursor, kind: 'attachPolicy' | 'detachPolicy'): Statement {
  cursor.expectWords('masking', 'policy');
  const name = cursor.identifier();
  cursor.expectWords('on');
  const table = parseTableName(cursor);
  const outputs = parseColumnList(cursor);
  const inputs = kind === 'attachPolicy' && cursor.acceptWords('using') ? parseColumnList(cursor) : outputs;
  cursor.expectWords(kind === 'attachPolicy' ? 'to' : 'from');
  const grantee = parseGrantee(cursor);
  const priority = kind === 'attachPolicy' && cursor.acceptWords('priority') ? cursor.integer() : 0;
  return { kind, name, table, outputs, inputs, grantee, priority };
}

/** The expressions of a policy's text. */
export function parseMasks(using: string): Expr[] {
  const cursor = new TokenCursor(using);
  const masks = cursor.list(() => parseExpression(cursor));
  cursor.expectEnd();
  return masks;
}

// The expressions are kept as text.
function parseUsing(cursor: TokenCursor): string {
  cursor.expectWords('using');
  cursor.expectOperator('(');
  const { start } = cursor.peek();
  const masks = cursor.list(() => parseExpression(cursor));
  const { start: end } = cursor.peek();
  cursor.expectOperator(')');
  if (masks.some(({ kind }) => ['string', 'number', 'null', 'boolean'].includes(kind))) {
    throw new SqlError('a constant as masking expression must be cast to the type of the column it masks');
  }
  return cursor.sql.slice(start, end).trimEnd();
}
