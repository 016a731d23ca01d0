import { sqlFiles } from './sql-files.ts';

/** Privileges by table, each list sorted. */
export type Privileges = Map<string, Set<string>>;

/** What the statements of a batch do to which table of a schema: what their role needs, and nothing more. */
export function privilegesUsed(statements: readonly string[]): Privileges {
  const used: Privileges = new Map();
  const add = (table: string, ...privileges: string[]) => {
    const known = used.get(table) ?? new Set();
    for (const privilege of privileges) known.add(privilege);
    used.set(table, known);
  };
  for (const statement of statements.map((each) => each.replace(/\s+/g, ' '))) {
    for (const [, table = ''] of statement.matchAll(/\b(?:from|join) (\w+\.\w+)/g)) add(table, 'select');
    for (const [, table = ''] of statement.matchAll(/\(like (\w+\.\w+)\)/g)) add(table, 'select');
    const [, inserted] = /^insert into (\w+\.\w+)/.exec(statement) ?? [];
    if (inserted) add(inserted, 'insert');
    const [, deleted] = /^delete from (\w+\.\w+)/.exec(statement) ?? [];
    if (deleted) add(deleted, 'delete');
    const [, merged] = /^merge into (\w+\.\w+)/.exec(statement) ?? [];
    const locked = /^lock (\w+\.\w+)/.exec(statement)?.[1];
    // PostgreSQL wants it; Redshift's page on LOCK names none.
    if (locked) add(locked, 'update');
    if (merged) add(merged, 'select', 'insert', 'update');
  }
  return used;
}

/** What a role is granted by sql/ddl, and by the files of views behind it, spread over the tables that stand in a schema when the grant runs. */
export function privilegesGranted(role: string): Privileges {
  const granted: Privileges = new Map();
  const tables: string[] = [];
  const [ddl, others] = [true, false].map((isDdl) => sqlFiles.filter(({ path }) => path.startsWith('ddl/') === isDdl));
  for (const statement of [...(ddl ?? []), ...(others ?? [])].flatMap(({ code }) => code.split(';'))) {
    for (const table of /drop table ([\w., ]+)/.exec(statement)?.[1]?.split(',') ?? []) granted.delete(table.trim());
    const [, created] = /create table (?:if not exists )?(\w+\.\w+)/.exec(statement) ?? [];
    if (created) tables.push(created);
    const match = /(?:grant|revoke) ([\w, ]+) on (all tables in schema|table) ([\w., ]+) (?:to|from) role (\w+)/.exec(
      statement.replace(/\s+/g, ' '),
    );
    if (match?.[4] !== role) continue;
    const isGranted = statement.includes('grant');
    const objects = (match[3] ?? '').split(',').map((name) => name.trim());
    const reached =
      match[2] === 'table' ? objects : tables.filter((table) => objects.includes(table.split('.')[0] ?? ''));
    for (const table of reached) {
      const known = granted.get(table) ?? new Set();
      for (const privilege of (match[1] ?? '').split(',').map((name) => name.trim())) {
        if (isGranted) known.add(privilege);
        else known.delete(privilege);
      }
      granted.set(table, known);
    }
  }
  return granted;
}

/** One line a table, for comparison. */
export function listPrivileges(privileges: Privileges, only: (privilege: string) => boolean = () => true): string[] {
  return [...privileges]
    .map(([table, set]) => `${table}: ${[...set].filter(only).sort().join(', ')}`)
    .filter((line) => !line.endsWith(': '))
    .sort();
}
