import { type Identity, objects, type privilegesOf } from './access.ts';
import { type Catalog, formatTable, type Relation } from './catalog.ts';
import { SqlError } from './sql-error.ts';

/** Who wants something of what. */
export type Asking = { catalog: Catalog; rights: Identity };

/** Fails unless one of these privileges is held on a relation, and its schema may be used. Redshift's words come first. */
export function requireRelation(asking: Asking, relation: Relation, ...privileges: string[]): void {
  if (relation.schema === undefined) return;
  requireSchema(asking, relation.schema, 'usage');
  const object = objects.relation(relation);
  if (privileges.some((privilege) => asking.catalog.access.allows(asking.rights, privilege, object))) return;
  const wanted = `${privileges.join(' or ')} on ${formatTable(relation)}`;
  throw denied(`permission denied for relation ${relation.name}`, asking, wanted);
}

/** Fails unless the schema may be used, or things made in it. */
export function requireSchema(asking: Asking, schema: string, privilege: 'usage' | 'create'): void {
  if (asking.catalog.access.allows(asking.rights, privilege, objects.schema(schema))) return;
  throw denied(`permission denied for schema ${schema}`, asking, `${privilege} on schema ${schema}`);
}

/** Fails for who neither owns a relation nor has this privilege on it. */
export function requireOwner(asking: Asking, relation: Relation, privilege = 'owner'): void {
  if (relation.schema === undefined) return;
  if (asking.catalog.access.allows(asking.rights, privilege, objects.relation(relation))) return;
  throw denied(`must be owner of relation ${relation.name}`, asking, `ownership of ${formatTable(relation)}`);
}

/** Fails unless something may be made in the database. */
export function requireDatabase(asking: Asking, privilege: 'create' | 'temp'): void {
  const { access, database } = asking.catalog;
  if (access.allows(asking.rights, privilege, objects.database)) return;
  const message =
    privilege === 'create'
      ? `permission denied for database ${database}`
      : `permission denied to create temporary tables in database "${database}"`;
  throw denied(message, asking, `${privilege} on database ${database}`);
}

/** Fails for who is no superuser. */
export function requireSuperuser(asking: Asking, act: string): void {
  if (asking.rights.isSuperuser) return;
  throw denied(`permission denied to ${act}`, asking, 'a superuser; the admin secret is one');
}

/** Fails unless COPY or UNLOAD may work as this IAM role. */
export function requireAssumeRole(asking: Asking, arn: string, command: (typeof privilegesOf.iam)[number]): void {
  const { access } = asking.catalog;
  if (['*', arn].some((role) => access.allows(asking.rights, command, objects.iamRole(role)))) return;
  const message = `User ${asking.rights.user} does not have ASSUMEROLE permission on IAM role "${arn}" for ${command.toUpperCase()}`;
  throw denied(message, asking, `assumerole on '${arn}' for ${command}`);
}

function denied(message: string, { rights }: Asking, wanted: string): SqlError {
  const roles = rights.roles.length === 0 ? 'no role' : `role ${rights.roles.join(', ')}`;
  return new SqlError(`${message} (${rights.user} with ${roles} needs ${wanted})`);
}
