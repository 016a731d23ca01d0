import type { Catalog } from '../catalog.ts';
import { bool } from '../types.ts';
import { type Cell, name, type View } from './system-view.ts';

function principals(catalog: Catalog, kind: 'role' | 'user'): string[][] {
  const prefix = `${kind}:`;
  return [...catalog.principals].filter((key) => key.startsWith(prefix)).map((key) => [key.slice(prefix.length)]);
}

/** Rights on one kind of objects: path of the object, privilege, whose it is. */
function rightsOn(catalog: Catalog, kind: 'relation' | 'schema'): Cell[][] {
  return catalog.access.list().flatMap(({ object, privilege, grantee }) => {
    if (!object.startsWith(`${kind}:`) || privilege === 'owner' || privilege.startsWith('grant ')) return [];
    const path = object.slice(kind.length + 1);
    const names = kind === 'relation' ? (JSON.parse(path) as string[]) : [path];
    const [type = '', who = type] = grantee.split(/:(.*)/s);
    const option = catalog.access.has({ grantee, privilege: `grant ${privilege}`, object });
    return [[...names, privilege.toUpperCase(), who, type, String(option)]];
  });
}

const holder = { privilege_type: name, identity_name: name, identity_type: name, admin_option: bool };

/** The catalog views of users, roles and their rights. */
export const accessViews: Record<string, View> = {
  svv_roles: { columns: { role_name: name }, rows: (catalog) => principals(catalog, 'role') },
  svv_user_info: { columns: { user_name: name }, rows: (catalog) => principals(catalog, 'user') },
  svv_relation_privileges: {
    columns: { namespace_name: name, relation_name: name, ...holder },
    rows: (catalog) => rightsOn(catalog, 'relation'),
  },
  svv_schema_privileges: {
    columns: { namespace_name: name, ...holder },
    rows: (catalog) => rightsOn(catalog, 'schema'),
  },
};
