import { parseCopy, parseUnload } from './parse-copy.ts';
import { parseAlterTable, parseComment, parseCreate, parseDrop } from './parse-ddl.ts';
import { parseDelete, parseInsert, parseUpdate } from './parse-dml.ts';
import { parseTableName } from './parse-from.ts';
import { parseDefaultPrivileges, parseGrant } from './parse-grants.ts';
import { parseAlterPolicy, parseAttachPolicy } from './parse-masking.ts';
import { parseMerge } from './parse-merge.ts';
import { parseQuery } from './parse-query.ts';
import { parseAnalyze, parseLock, parseReset, parseSet, parseVacuum } from './parse-session.ts';
import { parseShow } from './parse-show.ts';
import { refuse, SqlError } from './sql-error.ts';
import type { Statement } from './syntax.ts';
import { TokenCursor } from './token-cursor.ts';

const parsers: Record<string, (cursor: TokenCursor) => Statement> = {
  insert: parseInsert,
  update: parseUpdate,
  delete: parseDelete,
  merge: parseMerge,
  create: parseCreate,
  drop: parseDrop,
  alter: parseAlter,
  comment: parseComment,
  truncate: parseTruncate,
  copy: parseCopy,
  unload: parseUnload,
  attach: (cursor) => parseAttachPolicy(cursor, 'attachPolicy'),
  detach: (cursor) => parseAttachPolicy(cursor, 'detachPolicy'),
  grant: (cursor) => parseGrant(cursor, 'grant'),
  revoke: (cursor) => parseGrant(cursor, 'revoke'),
  lock: parseLock,
  analyze: parseAnalyze,
  vacuum: parseVacuum,
  show: parseShow,
  set: parseSet,
  reset: parseReset,
};

/** Parsed statements by text; a run sends the same few texts over and over. */
const cache = new Map<string, Statement>();
const cacheSize = 500;

/** Parses one statement of the known good SQL; fails naming what it does not know. */
export function parseStatement(sql: string): Statement {
  const known = cache.get(sql);
  if (known !== undefined) return known;
  const cursor = new TokenCursor(sql);
  const statement = parseAny(cursor);
  cursor.expectEnd();
  if (cache.size >= cacheSize) cache.delete(cache.keys().next().value ?? '');
  cache.set(sql, statement);
  return statement;
}

function parseAny(cursor: TokenCursor): Statement {
  if (cursor.peek().kind === 'end') throw new SqlError('the statement is empty');
  if (cursor.atOperator('(') || cursor.atWords('select') || cursor.atWords('with')) {
    return { kind: 'query', query: parseQuery(cursor) };
  }
  const verb = cursor.next();
  if (verb.kind !== 'word') throw cursor.fail(verb);
  if (['begin', 'start', 'commit', 'end', 'rollback', 'abort', 'savepoint'].includes(verb.text)) {
    throw refuse(verb.text.toUpperCase(), 'a batch is one transaction by itself');
  }
  const parse = parsers[verb.text];
  if (verb.text === 'explain') throw refuse('EXPLAIN', "its plan would be DuckDB's, not Redshift's: ask a warehouse");
  if (parse === undefined) throw refuse(`the statement ${verb.text.toUpperCase()}`);
  return parse(cursor);
}

function parseAlter(cursor: TokenCursor): Statement {
  if (cursor.acceptWords('table')) return parseAlterTable(cursor);
  if (cursor.acceptWords('default', 'privileges')) return parseDefaultPrivileges(cursor);
  if (cursor.acceptWords('masking', 'policy')) return parseAlterPolicy(cursor);
  throw refuse(`ALTER ${cursor.peek().text.toUpperCase()}`);
}

function parseTruncate(cursor: TokenCursor): Statement {
  cursor.acceptWords('table');
  return { kind: 'truncate', table: parseTableName(cursor) };
}
