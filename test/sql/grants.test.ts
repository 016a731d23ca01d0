import { describe, expect, it } from 'vitest';
import { datasets } from '../../lib/datasets/index.ts';
import { loadFilesOf } from '../../lib/stages/warehouse/load-batch.ts';
import { readStatements } from '../../lib/stages/warehouse/read-statements.ts';
import { sqlFiles } from './sql-files.ts';
import { listPrivileges, privilegesGranted, privilegesUsed } from './tables-used.ts';

const literals = {
  rows_manifest: 's3://b/r',
  control_manifest: 's3://b/c',
  copy_role: 'arn:r',
  gold: 's3://g',
  unload_role: 'arn:u',
  kms_key: 'arn:k',
  run: 'r',
};
const names = Object.keys(datasets);
const groups = ['shared/lock_marts.sql', 'shared/mart_ledger.sql'];
const load = readStatements([...names.flatMap((name) => loadFilesOf(name)), ...groups], literals);
const gold = readStatements(
  names.flatMap((name) => [`${name}/gold/export_marts.sql`, `${name}/gold/count_marts.sql`]),
  literals,
);
const isWrite = (privilege: string): boolean => privilege !== 'select';

describe('privileges', () => {
  it('are read off statements', () => {
    const used = privilegesUsed([
      'delete from a.b using c where b.i = c.i',
      'merge into a.d using (select i from a.e) as e on d.i = e.i when matched then update set x = e.x when not matched then insert values (1)',
      'insert into a.f (i) select i from a.g inner join a.h on true',
      'create temp table t (like a.i)',
      'lock a.j',
    ]);
    expect(listPrivileges(used)).toEqual([
      'a.b: delete, select',
      'a.d: insert, select, update',
      'a.e: select',
      'a.f: insert',
      'a.g: select',
      'a.h: select',
      'a.i: select',
      'a.j: update',
    ]);
  });

  it('suffice the load', () => {
    const granted = privilegesGranted('paylake_loader');
    for (const [table, needed] of privilegesUsed(load)) {
      for (const privilege of needed)
        expect([table, privilege, granted.get(table)?.has(privilege)]).toEqual([table, privilege, true]);
    }
  });

  it('to write are what the load writes, and nothing more', () => {
    expect(listPrivileges(privilegesGranted('paylake_loader'), isWrite)).toEqual(
      listPrivileges(privilegesUsed(load), isWrite),
    );
  });

  it('of the reader suffice the export, and are to read', () => {
    const granted = privilegesGranted('paylake_reader');
    expect(listPrivileges(granted, isWrite)).toEqual([]);
    const exported = gold.flatMap((statement) =>
      [...statement.matchAll(/\b(?:from|join)\s+(\w+\.\w+)/g)].map(([, table]) => table),
    );
    expect(exported.length).toBeGreaterThan(2);
    for (const table of exported) expect(granted.get(table ?? '')?.has('select')).toBe(true);
  });

  it('to define, own or pass on are given to no role, and nothing to everybody', () => {
    for (const { path, code } of sqlFiles) {
      expect([
        path,
        /\bgrant (all|create|drop|alter|truncate|references)\b|with grant option|to public|with admin/.test(code),
      ]).toEqual([path, false]);
    }
  });

  it('are not needed by the load to define anything that stays', () => {
    const defining = load.filter((statement) => /^(create|drop|alter|grant|truncate)\b/.test(statement));
    expect(defining.filter((statement) => !statement.startsWith('create temp table'))).toEqual([]);
  });
});
