import { objects } from '../sql/access.ts';
import { requireSuperuser } from '../sql/require-access.ts';
import { SqlError } from '../sql/sql-error.ts';
import type { Grantee, GrantStatement } from '../sql/syntax.ts';
import { bindContext, type Outcome, type Session } from './session.ts';

/** GRANT and REVOKE, also of roles, of ASSUMEROLE and of default privileges. Takes effect with the transaction. */
export function executeGrant(session: Session, statement: GrantStatement): Outcome {
  const { access } = session.catalog;
  const { verb, privileges, optionOnly, withOption = false } = statement;
  const grantees = statement.grantees.map((grantee) => nameGrantee(session, grantee));
  if (withOption && grantees.some((grantee) => !grantee.startsWith('user:'))) {
    throw new SqlError('WITH GRANT OPTION can be granted to users only');
  }
  for (const object of objectsOf(session, statement)) {
    for (const privilege of privileges) requireGrantable(session, statement, privilege, object);
    for (const grantee of grantees) {
      for (const privilege of privileges) {
        const option = { grantee, privilege: `grant ${privilege}`, object };
        if (verb === 'grant') {
          access.add({ grantee, privilege, object });
          if (withOption) access.add(option);
          continue;
        }
        const gone = optionOnly ? [option.privilege] : [privilege, option.privilege];
        access.remove(
          (right) => right.grantee === grantee && right.object === object && gone.includes(right.privilege),
        );
      }
    }
  }
  return { rows: 0 };
}

/** The name of a grantee among the rights; fails for one that does not exist. */
export function nameGrantee({ catalog }: Session, grantee: Grantee): string {
  if (grantee.kind === 'public') return 'public';
  // The users of IAM roles come with their first sign-in.
  if (grantee.kind === 'role' || !/^IAMR?:/.test(grantee.name)) catalog.requirePrincipal(grantee);
  return `${grantee.kind}:${grantee.name}`;
}

function objectsOf({ catalog, caller }: Session, { on }: GrantStatement): string[] {
  switch (on.kind) {
    case 'relations':
      return on.tables.map((table) => objects.relation(catalog.get(table)));
    case 'allTables':
      for (const schema of on.schemas) catalog.requireSchema(schema);
      return catalog
        .list()
        .filter(({ schema }) => schema !== undefined && on.schemas.includes(schema))
        .map(objects.relation);
    case 'schemas':
      for (const schema of on.schemas) catalog.requireSchema(schema);
      return on.schemas.map(objects.schema);
    case 'database':
      return [objects.database];
    case 'iam':
      return on.arns.map(objects.iamRole);
    case 'roles':
      for (const name of on.roles) catalog.requirePrincipal({ kind: 'role', name });
      return on.roles.map(objects.role);
    case 'defaults': {
      for (const schema of on.schemas) catalog.requireSchema(schema);
      const users = on.users.length === 0 ? [caller.identity.user] : on.users;
      const schemas = on.schemas.length === 0 ? [undefined] : on.schemas;
      return users.flatMap((user) => schemas.map((schema) => objects.defaults(user, schema)));
    }
  }
}

// "To grant privileges on an object, be its owner, a superuser, or have a grant privilege" (GRANT, usage notes).
function requireGrantable(session: Session, { on }: GrantStatement, privilege: string, object: string): void {
  const asking = bindContext(session);
  if (on.kind === 'iam') requireSuperuser(asking, 'grant or revoke ASSUMEROLE');
  if (on.kind === 'roles') requireSuperuser(asking, 'grant or revoke a role');
  const { user } = asking.rights;
  if (on.kind === 'defaults' && (on.users.length === 0 || on.users.every((name) => name === user))) return;
  if (asking.catalog.access.allows(asking.rights, `grant ${privilege}`, object)) return;
  const [kind, name = ''] = object.split(/:(.*)/s);
  const shown = kind === 'relation' ? `relation ${JSON.parse(name).at(-1)}` : object.replace(':', ' ');
  throw new SqlError(
    `permission denied for ${shown} (${user} is not its owner and has no grant option for ${privilege})`,
  );
}
