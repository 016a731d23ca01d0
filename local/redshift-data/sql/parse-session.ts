import { parseTableName } from './parse-from.ts';
import { refuse, SqlError } from './sql-error.ts';
import type { Statement, TableName } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Settings that change nothing about results. All others could, so they are refused. */
const settings = ['query_group', 'statement_timeout'];

/** Reads SET name TO value; only settings without effect on results are known. */
export function parseSet(cursor: TokenCursor): Statement {
  cursor.acceptWords('session');
  const name = readSetting(cursor);
  if (!cursor.acceptWords('to')) cursor.expectOperator('=');
  const value = cursor.next();
  if (name === 'statement_timeout' && !/^\d{1,10}$/.test(value.text)) {
    throw new SqlError(`invalid value for parameter "statement_timeout": "${value.text}"; it is milliseconds`);
  }
  return noop([]);
}

/** Reads RESET name. */
export function parseReset(cursor: TokenCursor): Statement {
  readSetting(cursor);
  return noop([]);
}

/** Reads LOCK [TABLE] a, b. Writers run one after the other here, so there is nothing to wait for. */
export function parseLock(cursor: TokenCursor): Statement {
  cursor.acceptWords('table');
  return { kind: 'lock', tables: cursor.list(() => parseTableName(cursor)) };
}

/** Reads ANALYZE [VERBOSE] [table [(columns)]]; there are no statistics to keep. */
export function parseAnalyze(cursor: TokenCursor): Statement {
  cursor.acceptWords('verbose');
  return noop(readOptionalTable(cursor));
}

/** Reads VACUUM [FULL | SORT ONLY | DELETE ONLY | REINDEX | RECLUSTER] [table]. */
export function parseVacuum(cursor: TokenCursor): Statement {
  for (const words of [['full'], ['sort', 'only'], ['delete', 'only'], ['reindex'], ['recluster']]) {
    if (cursor.acceptWords(...words)) break;
  }
  return { kind: 'vacuum', tables: readOptionalTable(cursor) };
}

function readSetting(cursor: TokenCursor): string {
  const name = cursor.label();
  if (!settings.includes(name)) throw refuse(`the setting ${name}`);
  return name;
}

function readOptionalTable(cursor: TokenCursor): TableName[] {
  if (!cursor.atIdentifier()) return [];
  const table = parseTableName(cursor);
  if (cursor.atOperator('(')) cursor.parenthesised(() => cursor.list(() => cursor.identifier()));
  return [table];
}

function noop(tables: TableName[]): Statement {
  return { kind: 'noop', tables, schemas: [] };
}
