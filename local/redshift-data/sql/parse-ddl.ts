import { parseColumnDefinition, parseCreateTable } from './parse-create-table.ts';
import { parseColumnList } from './parse-dml.ts';
import { parseTableName } from './parse-from.ts';
import { parseCreatePrincipal } from './parse-grants.ts';
import { parseCreatePolicy } from './parse-masking.ts';
import { parseQuery } from './parse-query.ts';
import { refuse, refuseAsRedshift } from './sql-error.ts';
import type { Statement } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Reads CREATE ...; the word itself has been read, as in all of these. */
export function parseCreate(cursor: TokenCursor): Statement {
  if (cursor.acceptWords('table')) return parseCreateTable(cursor, false);
  for (const words of [['temp'], ['temporary'], ['local', 'temp'], ['local', 'temporary']]) {
    if (cursor.acceptWords(...words, 'table')) return parseCreateTable(cursor, true);
  }
  if (cursor.acceptWords('schema')) return parseCreateSchema(cursor);
  if (cursor.acceptWords('view')) return parseCreateView(cursor, false);
  if (cursor.acceptWords('or', 'replace', 'view')) return parseCreateView(cursor, true);
  if (cursor.acceptWords('masking', 'policy')) return parseCreatePolicy(cursor);
  if (cursor.acceptWords('role')) return parseCreatePrincipal(cursor, 'role');
  if (cursor.acceptWords('user')) return parseCreatePrincipal(cursor, 'user');
  for (const what of ['index', 'unique', 'sequence', 'trigger', 'type', 'domain']) {
    if (cursor.atWords(what)) throw refuseAsRedshift(`CREATE ${what.toUpperCase()}`);
  }
  throw refuse(`CREATE ${cursor.peek().text.toUpperCase()}`);
}

/** Reads DROP TABLE, VIEW, ROLE, USER or MASKING POLICY. */
export function parseDrop(cursor: TokenCursor): Statement {
  if (cursor.acceptWords('masking', 'policy')) return { kind: 'dropPolicy', name: cursor.identifier() };
  const what = cursor.acceptOneOf('table', 'view', 'role', 'user');
  if (what === undefined) throw refuse(`DROP ${cursor.peek().text.toUpperCase()}`);
  if (what === 'role' || what === 'user') {
    return { kind: 'dropPrincipal', principal: { kind: what, name: cursor.next().text } };
  }
  const ifExists = cursor.acceptWords('if', 'exists');
  const names = cursor.list(() => parseTableName(cursor));
  const cascade = cursor.acceptWords('cascade');
  if (!cascade) cursor.acceptWords('restrict');
  return { kind: 'drop', what: what as 'table' | 'view', names, ifExists, cascade };
}

/** Reads ALTER TABLE ... ADD COLUMN; ALTER DEFAULT PRIVILEGES is read elsewhere. */
export function parseAlterTable(cursor: TokenCursor): Statement {
  const table = parseTableName(cursor);
  if (cursor.atWords('append')) throw refuse('ALTER TABLE APPEND', 'it commits: use insert and delete');
  if (!cursor.acceptWords('add') || cursor.atWords('constraint')) {
    throw refuse(`ALTER TABLE ... ${cursor.peek().text.toUpperCase()}`, 'only add column');
  }
  cursor.acceptWords('column');
  return { kind: 'addColumn', table, column: parseColumnDefinition(cursor) };
}

/** Reads COMMENT ON TABLE, COLUMN, VIEW or SCHEMA; comments are not kept. */
export function parseComment(cursor: TokenCursor): Statement {
  cursor.expectWords('on');
  const what = cursor.acceptOneOf('table', 'column', 'view', 'schema');
  if (what === undefined) throw refuse(`COMMENT ON ${cursor.peek().text.toUpperCase()}`);
  const path = [cursor.identifier()];
  while (cursor.acceptOperator('.')) path.push(cursor.label());
  if (what === 'column') path.pop();
  cursor.expectWords('is');
  if (!cursor.acceptWords('null')) cursor.string();
  const [first = '', second] = path;
  if (what === 'schema') return { kind: 'noop', tables: [], schemas: [first] };
  const table = second === undefined ? { name: first } : { schema: first, name: second };
  return { kind: 'noop', tables: [table], schemas: [] };
}

function parseCreateSchema(cursor: TokenCursor): Statement {
  const ifNotExists = cursor.acceptWords('if', 'not', 'exists');
  const name = cursor.identifier();
  if (cursor.acceptWords('authorization')) cursor.label();
  if (cursor.atWords('quota')) throw refuse('QUOTA');
  return { kind: 'createSchema', name, ifNotExists };
}

function parseCreateView(cursor: TokenCursor, replace: boolean): Statement {
  const view = parseTableName(cursor);
  const columns = cursor.atOperator('(') ? parseColumnList(cursor) : undefined;
  cursor.expectWords('as');
  const { start } = cursor.peek();
  const query = parseQuery(cursor);
  if (cursor.atWords('with', 'no', 'schema')) throw refuse('WITH NO SCHEMA BINDING', 'leave it out: the view is bound');
  return {
    kind: 'createView',
    view,
    replace,
    columns,
    query,
    text: cursor.sql.slice(start, cursor.peek().start).trimEnd(),
    start,
  };
}
