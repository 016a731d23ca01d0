import { parseTableName } from './parse-from.ts';
import { refuse } from './sql-error.ts';
import type { Principal, PrincipalKind, Statement, TableName } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

const privileges = ['select', 'insert', 'update', 'delete', 'references', 'drop', 'truncate', 'alter'];

/** Reads CREATE ROLE r, CREATE USER u PASSWORD DISABLE. Names of principals keep their case. */
export function parseCreatePrincipal(cursor: TokenCursor, kind: PrincipalKind): Statement {
  const principal: Principal = { kind, name: readName(cursor) };
  if (kind === 'user') {
    cursor.acceptWords('with');
    if (!cursor.acceptWords('password', 'disable')) throw refuse('CREATE USER with anything but PASSWORD DISABLE');
  }
  return { kind: 'createPrincipal', principal };
}

/** Reads GRANT or REVOKE by its shape. Privileges are not enforced here, so it only checks that what it names exists. */
export function parseGrant(cursor: TokenCursor, verb: 'grant' | 'revoke'): Statement {
  if (verb === 'revoke') cursor.acceptWords('grant', 'option', 'for');
  const direction = verb === 'grant' ? 'to' : 'from';
  if (cursor.acceptWords('role')) {
    const roles = cursor.list((): Principal => ({ kind: 'role', name: readName(cursor) }));
    cursor.expectWords(direction);
    return { kind: 'noop', tables: [], schemas: [], principals: [...roles, ...readGrantees(cursor)] };
  }
  readPrivileges(cursor);
  cursor.expectWords('on');
  const objects = readObjects(cursor);
  cursor.expectWords(direction);
  const principals = readGrantees(cursor);
  cursor.acceptWords('with', 'grant', 'option');
  return { kind: 'noop', ...objects, principals };
}

/** Reads ALTER DEFAULT PRIVILEGES [FOR USER u] [IN SCHEMA s] GRANT|REVOKE ... ON TABLES TO ... . */
export function parseDefaultPrivileges(cursor: TokenCursor): Statement {
  const principals: Principal[] = [];
  if (cursor.acceptWords('for', 'user')) principals.push({ kind: 'user', name: readName(cursor) });
  const schemas = cursor.acceptWords('in', 'schema') ? cursor.list(() => cursor.identifier()) : [];
  const verb = cursor.acceptOneOf('grant', 'revoke');
  if (verb === undefined) throw cursor.fail();
  readPrivileges(cursor);
  cursor.expectWords('on');
  if (cursor.acceptOneOf('tables', 'functions', 'procedures') === undefined) throw cursor.fail();
  cursor.expectWords(verb === 'grant' ? 'to' : 'from');
  return { kind: 'noop', tables: [], schemas, principals: [...principals, ...readGrantees(cursor)] };
}

function readName(cursor: TokenCursor): string {
  const token = cursor.next();
  if (token.kind !== 'word' && token.kind !== 'quoted') throw cursor.fail(token);
  return token.text;
}

function readPrivileges(cursor: TokenCursor): void {
  if (cursor.acceptWords('all')) {
    cursor.acceptWords('privileges');
    return;
  }
  cursor.list(() => {
    if (cursor.acceptOneOf(...privileges, 'usage', 'create', 'temp', 'temporary', 'execute') === undefined) {
      throw refuse(`the privilege ${cursor.peek().text}`);
    }
  });
}

function readObjects(cursor: TokenCursor): { tables: TableName[]; schemas: string[] } {
  if (cursor.acceptWords('schema')) return { tables: [], schemas: cursor.list(() => cursor.identifier()) };
  if (cursor.acceptWords('database')) {
    cursor.list(() => cursor.identifier());
    return { tables: [], schemas: [] };
  }
  if (cursor.acceptWords('all', 'tables', 'in', 'schema')) {
    return { tables: [], schemas: cursor.list(() => cursor.identifier()) };
  }
  for (const what of ['function', 'procedure', 'language', 'all', 'external', 'column', 'datashare', 'model']) {
    if (cursor.atWords(what)) throw refuse(`GRANT ON ${what.toUpperCase()}`);
  }
  cursor.acceptWords('table');
  return { tables: cursor.list(() => parseTableName(cursor)), schemas: [] };
}

function readGrantees(cursor: TokenCursor): Principal[] {
  const found = cursor.list((): Principal | undefined => {
    if (cursor.acceptWords('public')) return undefined;
    if (cursor.acceptWords('group')) throw refuse('GROUP', 'use roles');
    const kind: PrincipalKind = cursor.acceptWords('role') ? 'role' : 'user';
    return { kind, name: readName(cursor) };
  });
  return found.filter((principal) => principal !== undefined);
}
