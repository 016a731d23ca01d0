import { parseColumnList } from './parse-dml.ts';
import { parseSigned } from './parse-expression.ts';
import { parseTableName } from './parse-from.ts';
import { parseQuery } from './parse-query.ts';
import { parseType } from './parse-type.ts';
import { refuse, refuseAsRedshift, SqlError } from './sql-error.ts';
import type { ColumnDefinition, CreateTable, Expr } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Reads CREATE TABLE: columns, LIKE or AS. Physical attributes and unenforced keys are read and dropped. */
export function parseCreateTable(cursor: TokenCursor, temporary: boolean): CreateTable {
  const ifNotExists = cursor.acceptWords('if', 'not', 'exists');
  const table = parseTableName(cursor);
  if (temporary && table.schema !== undefined) {
    throw new SqlError(`cannot create temporary relation in non-temporary schema "${table.schema}"`);
  }
  const definition = parseDefinition(cursor);
  return { kind: 'createTable', table, temporary, ifNotExists, definition };
}

function parseDefinition(cursor: TokenCursor): CreateTable['definition'] {
  if (cursor.atOperator('(') && cursor.peek(1).text === 'like') return parseLike(cursor);
  if (cursor.atOperator('(') && !isNameList(cursor)) {
    const columns: ColumnDefinition[] = [];
    cursor.parenthesised(() =>
      cursor.list(() => {
        if (!skipTableConstraint(cursor)) columns.push(parseColumnDefinition(cursor));
      }),
    );
    skipAttributes(cursor);
    if (cursor.atWords('as')) throw cursor.fail();
    return { kind: 'columns', columns };
  }
  const columns = cursor.atOperator('(') ? parseColumnList(cursor) : undefined;
  skipAttributes(cursor);
  cursor.expectWords('as');
  const query = parseQuery(cursor);
  if (cursor.atWords('with', 'no') || cursor.atWords('with', 'data')) throw refuse('WITH [NO] DATA');
  return { kind: 'as', columns, query };
}

// `(a, b) as select` names columns without types.
function isNameList(cursor: TokenCursor): boolean {
  return cursor.atOperator(',', 2) || cursor.atOperator(')', 2);
}

function parseLike(cursor: TokenCursor): CreateTable['definition'] {
  cursor.expectOperator('(');
  cursor.expectWords('like');
  const table = parseTableName(cursor);
  const defaults = cursor.acceptWords('including', 'defaults');
  if (!defaults) cursor.acceptWords('excluding', 'defaults');
  cursor.expectOperator(')');
  skipAttributes(cursor);
  return { kind: 'like', table, defaults };
}

/** Reads one column with its attributes. */
export function parseColumnDefinition(cursor: TokenCursor): ColumnDefinition {
  const column: ColumnDefinition = { name: cursor.identifier(), type: parseType(cursor, 'column'), notNull: false };
  for (;;) {
    if (cursor.acceptWords('not', 'null')) column.notNull = true;
    else if (cursor.acceptWords('null')) column.notNull = false;
    else if (cursor.acceptWords('default')) column.fallback = parseDefault(cursor);
    else if (cursor.acceptWords('encode')) cursor.label();
    else if (cursor.acceptWords('primary', 'key')) column.notNull = true;
    else if (cursor.acceptWords('references')) skipReference(cursor);
    else if (cursor.acceptOneOf('distkey', 'sortkey', 'unique') !== undefined) continue;
    else if (cursor.atWords('identity') || cursor.atWords('generated')) {
      throw refuse('IDENTITY', 'derive the key from the natural key');
    } else if (cursor.atWords('check')) throw refuseAsRedshift('a CHECK constraint');
    else if (cursor.atWords('collate')) throw refuse('COLLATE');
    else return column;
  }
}

function parseDefault(cursor: TokenCursor): Expr {
  const fallback = parseSigned(cursor);
  const inner = fallback.kind === 'cast' ? fallback.operand : fallback;
  if (!['null', 'boolean', 'string', 'number'].includes(inner.kind)) {
    throw refuse('a DEFAULT that is not a literal');
  }
  return fallback;
}

// Redshift records keys without enforcing them; so they have nothing to do here.
function skipTableConstraint(cursor: TokenCursor): boolean {
  if (cursor.acceptWords('constraint')) cursor.identifier();
  if (cursor.acceptWords('primary', 'key') || cursor.acceptWords('unique')) {
    parseColumnList(cursor);
    return true;
  }
  if (cursor.acceptWords('foreign', 'key')) {
    parseColumnList(cursor);
    cursor.expectWords('references');
    skipReference(cursor);
    return true;
  }
  if (cursor.atWords('check')) throw refuseAsRedshift('a CHECK constraint');
  return false;
}

function skipReference(cursor: TokenCursor): void {
  parseTableName(cursor);
  if (cursor.atOperator('(')) parseColumnList(cursor);
}

function skipAttributes(cursor: TokenCursor): void {
  for (;;) {
    if (cursor.acceptWords('diststyle')) {
      if (cursor.acceptOneOf('even', 'all', 'key', 'auto') === undefined) throw cursor.fail();
    } else if (cursor.acceptWords('distkey')) cursor.parenthesised(() => cursor.identifier());
    else if (cursor.acceptWords('sortkey', 'auto') || cursor.acceptWords('encode', 'auto')) continue;
    else if (cursor.acceptWords('sortkey') || cursor.acceptWords('compound', 'sortkey')) parseColumnList(cursor);
    else if (cursor.acceptWords('backup')) cursor.acceptOneOf('yes', 'no');
    else if (cursor.atWords('interleaved')) throw refuse('INTERLEAVED SORTKEY');
    else return;
  }
}
