import { adminUser, type Identity } from '../sql/access.ts';
import { type Catalog, principalKey } from '../sql/catalog.ts';

/** Database roles of an IAM role, as its principal tag `RedshiftDbRoles` gives them. */
export type RolesOf = (principal: string) => readonly string[];

/** Which database user a call works as, and who a database user is. */
export type SignIn = {
  userOf: (call: { principal: string; secretArn?: string }) => string;
  identify: (user: string, catalog: Catalog) => Identity;
};

const federated = 'IAMR:';

/**
 * The admin secret signs in as the admin, an IAM role R as `IAMR:R` with its database roles. A principal with the name of a
 * database role works as that role. Without `rolesOf` nobody's roles are known, and everybody is a superuser.
 */
export function createSignIn(rolesOf: RolesOf | undefined): SignIn {
  return {
    userOf,
    identify: (user, catalog) => {
      if (user === adminUser || rolesOf === undefined) return { user, roles: [], isSuperuser: true };
      const principal = user.startsWith(federated) ? user.slice(federated.length) : undefined;
      const isRole = principal !== undefined && catalog.principals.has(principalKey({ kind: 'role', name: principal }));
      const roles = principal === undefined ? [] : isRole ? [principal] : rolesOf(principal);
      return { user, roles, isSuperuser: false };
    },
  };
}

/** The database user a call works as. */
export function userOf({ principal, secretArn }: { principal: string; secretArn?: string }): string {
  return secretArn === undefined ? `${federated}${principal}` : adminUser;
}
