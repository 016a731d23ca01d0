import { privilegesOf } from './access.ts';
import { parseTableName } from './parse-from.ts';
import { refuse } from './sql-error.ts';
import type { Grantee, GrantObjects, GrantStatement, Principal, PrincipalKind, Statement } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Reads CREATE ROLE r, CREATE USER u PASSWORD DISABLE. Names of principals keep their case. */
export function parseCreatePrincipal(cursor: TokenCursor, kind: PrincipalKind): Statement {
  const principal: Principal = { kind, name: readName(cursor) };
  if (kind === 'user') {
    cursor.acceptWords('with');
    if (!cursor.acceptWords('password', 'disable')) throw refuse('CREATE USER with anything but PASSWORD DISABLE');
  }
  return { kind: 'createPrincipal', principal };
}

/** Reads GRANT or REVOKE of privileges, roles and ASSUMEROLE; the verb itself has been read. */
export function parseGrant(cursor: TokenCursor, verb: GrantStatement['verb']): Statement {
  const optionOnly = verb === 'revoke' && cursor.acceptWords('grant', 'option', 'for');
  if (cursor.acceptWords('assumerole')) return parseAssumeRole(cursor, verb);
  if (cursor.acceptWords('role')) {
    const roles = cursor.list(() => readName(cursor));
    const grantees = parseGrantees(cursor, verb);
    return { kind: 'grant', verb, privileges: ['member'], on: { kind: 'roles', roles }, grantees, optionOnly };
  }
  const privileges = parsePrivileges(cursor);
  cursor.expectWords('on');
  const on = parseObjects(cursor);
  const grantees = parseGrantees(cursor, verb);
  const withOption = cursor.acceptWords('with', 'grant', 'option');
  if (verb === 'revoke') cursor.acceptWords('restrict');
  return { kind: 'grant', verb, privileges: expandAll(privileges, on), on, grantees, optionOnly, withOption };
}

/** Reads ALTER DEFAULT PRIVILEGES [FOR USER u] [IN SCHEMA s] GRANT|REVOKE ... ON TABLES TO ... . */
export function parseDefaultPrivileges(cursor: TokenCursor): Statement {
  const users = cursor.acceptWords('for', 'user') ? cursor.list(() => readName(cursor)) : [];
  const schemas = cursor.acceptWords('in', 'schema') ? cursor.list(() => cursor.identifier()) : [];
  const verb = cursor.acceptOneOf('grant', 'revoke') as GrantStatement['verb'] | undefined;
  if (verb === undefined) throw cursor.fail();
  const named = parsePrivileges(cursor);
  cursor.expectWords('on');
  for (const what of ['functions', 'procedures']) {
    if (cursor.atWords(what)) throw refuse(`default privileges on ${what.toUpperCase()}`, 'there are none here');
  }
  cursor.expectWords('tables');
  const on: GrantObjects = { kind: 'defaults', users, schemas };
  const privileges = expandAll(named, on);
  return { kind: 'grant', verb, privileges, on, grantees: parseGrantees(cursor, verb), optionOnly: false };
}

// REVOKE ASSUMEROLE ON ALL FROM PUBLIC FOR ALL makes the privilege count at all; until then everybody has it.
function parseAssumeRole(cursor: TokenCursor, verb: GrantStatement['verb']): Statement {
  cursor.expectWords('on');
  if (cursor.atWords('default')) throw refuse('ASSUMEROLE ON DEFAULT', 'name the role by its ARN');
  const arns = cursor.acceptWords('all') ? ['*'] : cursor.list(() => cursor.string());
  const grantees = parseGrantees(cursor, verb);
  cursor.expectWords('for');
  const privileges = cursor.list(() => {
    if (cursor.acceptWords('all')) return [...privilegesOf.iam];
    const command = cursor.acceptOneOf(...privilegesOf.iam);
    if (command === undefined) throw refuse(`ASSUMEROLE FOR ${cursor.peek().text.toUpperCase()}`, 'copy and unload');
    return [command];
  });
  return { kind: 'grant', verb, privileges: privileges.flat(), on: { kind: 'iam', arns }, grantees, optionOnly: false };
}

/** Reads the name of a user or role, or PUBLIC. */
export function parseGrantee(cursor: TokenCursor): Grantee {
  if (cursor.acceptWords('public')) return { kind: 'public' };
  if (cursor.acceptWords('group')) throw refuse('GROUP', 'use roles');
  const kind: PrincipalKind = cursor.acceptWords('role') ? 'role' : 'user';
  return { kind, name: readName(cursor) };
}

function parseGrantees(cursor: TokenCursor, verb: GrantStatement['verb']): Grantee[] {
  cursor.expectWords(verb === 'grant' ? 'to' : 'from');
  return cursor.list(() => parseGrantee(cursor));
}

function readName(cursor: TokenCursor): string {
  const token = cursor.next();
  if (token.kind !== 'word' && token.kind !== 'quoted') throw cursor.fail(token);
  return token.text;
}

function parsePrivileges(cursor: TokenCursor): string[] | 'all' {
  if (cursor.acceptWords('all')) {
    cursor.acceptWords('privileges');
    if (cursor.atOperator('(')) throw refuse('a privilege on columns', 'grant it on a view of these columns');
    return 'all';
  }
  return cursor.list(() => {
    const privilege = cursor.acceptOneOf(...privilegesOf.relation, ...privilegesOf.schema, 'temp', 'temporary');
    if (privilege === undefined) throw refuse(`the privilege ${cursor.peek().text}`);
    if (cursor.atOperator('(')) throw refuse('a privilege on columns', 'grant it on a view of these columns');
    return privilege === 'temporary' ? 'temp' : privilege;
  });
}

function parseObjects(cursor: TokenCursor): GrantObjects {
  if (cursor.acceptWords('schema')) return { kind: 'schemas', schemas: cursor.list(() => cursor.identifier()) };
  if (cursor.acceptWords('database')) {
    cursor.list(() => cursor.identifier());
    return { kind: 'database' };
  }
  if (cursor.acceptWords('all', 'tables', 'in', 'schema')) {
    return { kind: 'allTables', schemas: cursor.list(() => cursor.identifier()) };
  }
  for (const what of ['function', 'procedure', 'language', 'all', 'external', 'column', 'datashare', 'model']) {
    if (cursor.atWords(what)) throw refuse(`GRANT ON ${what.toUpperCase()}`);
  }
  cursor.acceptWords('table');
  return { kind: 'relations', tables: cursor.list(() => parseTableName(cursor)) };
}

function expandAll(privileges: string[] | 'all', on: GrantObjects): string[] {
  const known: readonly string[] =
    on.kind === 'schemas'
      ? privilegesOf.schema
      : on.kind === 'database'
        ? privilegesOf.database
        : privilegesOf.relation;
  if (privileges === 'all') return [...known];
  const other = privileges.find((privilege) => !known.includes(privilege));
  if (other !== undefined) throw refuse(`the privilege ${other} on ${on.kind}`, `there are ${known.join(', ')}`);
  return privileges;
}
