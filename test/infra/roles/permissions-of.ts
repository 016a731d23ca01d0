import { covers, isLike, listOf } from '../policies.ts';
import type { RolePolicies } from './app-policies.ts';
import type { IamRequest } from './evaluate.ts';

/** The smallest thing a policy grants: an action on a resource, of a listing one prefix. */
export type Permission = { action: string; resource: string; prefix?: string };

/** Every permission of a role's own policies. */
export function permissionsOf({ statements }: RolePolicies): Permission[] {
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ actions, resources, conditions }) => {
      const prefixes = listOf(conditions.StringLike?.['s3:prefix']);
      return actions.flatMap((action) =>
        resources.flatMap((resource): Permission[] =>
          prefixes.length === 0 ? [{ action, resource }] : prefixes.map((prefix) => ({ action, resource, prefix })),
        ),
      );
    });
}

/** Whether a request needs the permission. */
export function uses({ action, resource, context }: IamRequest, permission: Permission): boolean {
  const statement = { actions: [permission.action], resources: [permission.resource] };
  const { prefix } = permission;
  return covers(statement, action, resource) && (prefix === undefined || isLike(context?.['s3:prefix'] ?? '', prefix));
}

export function describePermission(role: RolePolicies, { action, resource, prefix }: Permission): string {
  return `${role.name} ${action} on ${resource}${prefix === undefined ? '' : ` below ${prefix}`}`;
}
