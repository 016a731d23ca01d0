import { keyOf } from './catalog.ts';
import type { TableName } from './syntax.ts';

/** Who a statement works as: a database user, the roles it signed in with, and whether it is a superuser. */
export type Identity = { user: string; roles: readonly string[]; isSuperuser: boolean };

/** The user of the admin secret, who makes the database. */
export const adminUser = 'admin';

/** Privileges of a relation, and of the other kinds of objects; ALL stands for all of them. */
export const privilegesOf = {
  relation: ['select', 'insert', 'update', 'delete', 'references', 'drop', 'truncate', 'alter'],
  schema: ['usage', 'create'],
  database: ['create', 'temp'],
  iam: ['copy', 'unload'],
} as const;

/** One right: `grantee` is `public`, `user:u` or `role:r`; `privilege` also `owner`, `member` and `grant <privilege>`. */
export type Right = { grantee: string; privilege: string; object: string };

/** Names of what rights are about. */
export const objects = {
  relation: (table: TableName) => `relation:${keyOf(table)}`,
  schema: (name: string) => `schema:${name}`,
  database: 'database',
  /** `*` is every IAM role. */
  iamRole: (arn: string) => `iam:${arn}`,
  role: (name: string) => `role:${name}`,
  /** What objects get that a user will make in a schema, or anywhere. */
  defaults: (user: string, schema: string | undefined) => `defaults:${JSON.stringify([user, schema ?? null])}`,
};

/** What everybody may in a new database (Developer Guide, GRANT: USAGE, TEMPORARY, and its notes on ASSUMEROLE). */
export const publicRights: readonly Right[] = [
  ...privilegesOf.schema.map((privilege) => ({ privilege, object: objects.schema('public') })),
  { privilege: 'temp', object: objects.database },
  ...privilegesOf.iam.map((privilege) => ({ privilege, object: objects.iamRole('*') })),
].map((right) => ({ grantee: 'public', ...right }));

/** The rights one transaction sees. */
export class Access {
  private readonly rights: Map<string, Right>;
  /** Whether there is something to be saved. */
  isChanged = false;

  constructor(rights: Iterable<Right>) {
    this.rights = new Map([...rights].map((right) => [textOf(right), right]));
  }

  copy(): Access {
    return new Access(this.rights.values());
  }

  list(): Right[] {
    return [...this.rights.values()];
  }

  add(right: Right): void {
    if (this.rights.has(textOf(right))) return;
    this.rights.set(textOf(right), right);
    this.isChanged = true;
  }

  /** Removes all rights of which this is true. */
  remove(isGone: (right: Right) => boolean): void {
    for (const [text, right] of this.rights) {
      if (!isGone(right)) continue;
      this.rights.delete(text);
      this.isChanged = true;
    }
  }

  has(right: Right): boolean {
    return this.rights.has(textOf(right));
  }

  ownerOf(object: string): string | undefined {
    const owner = this.list().find((right) => right.object === object && right.privilege === 'owner');
    return owner?.grantee.slice('user:'.length);
  }

  /** Whether somebody may do something, by a right of their own, of a role or of everybody, or as the owner. */
  allows(who: Identity, privilege: string, object: string): boolean {
    if (who.isSuperuser) return true;
    return this.granteesOf(who).some(
      (grantee) => this.has({ grantee, privilege, object }) || this.has({ grantee, privilege: 'owner', object }),
    );
  }

  /** The objects on which somebody has any right at all; undefined is all of them. */
  objectsOf(who: Identity): ReadonlySet<string> | undefined {
    if (who.isSuperuser) return undefined;
    const grantees = this.granteesOf(who);
    return new Set(this.list().flatMap(({ grantee, object }) => (grantees.includes(grantee) ? [object] : [])));
  }

  /** Everybody, the user, and the roles it has, also by way of other roles. */
  granteesOf({ user, roles }: Identity): string[] {
    const found = ['public', `user:${user}`, ...roles.map(objects.role)];
    for (const grantee of found) {
      for (const right of this.rights.values()) {
        if (right.privilege !== 'member' || right.grantee !== grantee || found.includes(right.object)) continue;
        found.push(right.object);
      }
    }
    return found;
  }
}

function textOf({ grantee, privilege, object }: Right): string {
  return JSON.stringify([grantee, privilege, object]);
}
