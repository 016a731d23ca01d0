import { ownSchema, principalKey } from '../sql/catalog.ts';
import { requireSuperuser } from '../sql/require-access.ts';
import { SqlError } from '../sql/sql-error.ts';
import type { Principal } from '../sql/syntax.ts';
import { bindContext, type Outcome, type Session } from './session.ts';

/** CREATE ROLE or USER: remembered, so that a second one fails and grants to unknown ones do. */
export async function createPrincipal(session: Session, principal: Principal): Promise<Outcome> {
  requireSuperuser(bindContext(session), `create ${principal.kind}`);
  const key = principalKey(principal);
  if (session.catalog.principals.has(key)) {
    throw new SqlError(`${principal.kind} "${principal.name}" already exists`);
  }
  session.catalog.principals.add(key);
  await session.connection.run(`insert into ${ownSchema}.principal values ($1)`, [key]);
  return { rows: 0 };
}

/** DROP ROLE or USER; what it might goes with it. */
export async function dropPrincipal(session: Session, key: string, principal: Principal): Promise<Outcome> {
  session.catalog.requirePrincipal(principal);
  requireSuperuser(bindContext(session), `drop ${principal.kind}`);
  session.catalog.masking.detach(({ grantee }) => grantee === key);
  session.catalog.access.remove(({ grantee, object }) => grantee === key || object === key);
  session.catalog.principals.delete(key);
  await session.connection.run(`delete from ${ownSchema}.principal where key = $1`, [key]);
  return { rows: 0 };
}
