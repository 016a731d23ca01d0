import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWarehouse, readRows, type Warehouse } from './warehouse.ts';

describe('a batch', () => {
  let warehouse: Warehouse;

  beforeEach(async () => {
    warehouse = await openWarehouse();
    await warehouse.run('create schema core');
    await warehouse.run('create table core.fact (id int, amount decimal(18,2))');
    await warehouse.run('create table core.gone (id int)');
    await warehouse.run('insert into core.fact values (1, 1.00), (2, 2.00)');
  });
  afterEach(() => warehouse.close());

  /** Everything a batch could leave behind. */
  const snapshot = async () => ({
    facts: await warehouse.query('select id, amount from core.fact order by id'),
    tables: await warehouse.query('select table_schema, table_name from svv_tables order by 1, 2'),
    columns: await warehouse.query("select column_name from svv_columns where table_name = 'fact' order by 1"),
    roles: await warehouse.query('select role_name from svv_roles'),
  });

  const steps = [
    'lock core.fact',
    "alter table core.fact add column note varchar(10) default 'x'",
    'create temp table staged (like core.fact)',
    'insert into staged (id, amount) values (2, 20.00), (3, 30.00)',
    'merge into core.fact using staged on core.fact.id = staged.id when matched then update set amount = staged.amount when not matched then insert (id, amount) values (staged.id, staged.amount)',
    'create table core.made as select id from core.fact',
    'drop table core.gone',
    'create role reader',
    'delete from core.fact using staged where core.fact.id = staged.id and staged.id = 3',
    "select case when count(*) = 2 then 0 else cast('check failed: ' || count(*) || ' rows' as int) end from core.fact",
  ];

  it('commits as a whole', async () => {
    expect((await warehouse.batch(steps)).Error).toBeUndefined();
    expect(await warehouse.query('select id, amount, note from core.fact order by id')).toEqual([
      [1, '1.00', 'x'],
      [2, '20.00', 'x'],
    ]);
    expect(await warehouse.query('select table_name from svv_tables order by 1')).toEqual([['fact'], ['made']]);
  });

  it('leaves nothing behind, whichever statement fails', async () => {
    const before = await snapshot();
    const check = "select cast('check failed: ' || count(*) || ' rows' as int) from core.fact";
    for (const at of [...steps.keys(), steps.length]) {
      const done = await warehouse.batch([...steps.slice(0, at), check, ...steps.slice(at)]);
      expect(done.Status).toBe('FAILED');
      expect(done.Error).toMatch(new RegExp(`^Query #${at + 1} failed with ERROR: .*check failed: \\d rows`));
      expect(done.SubStatements?.map(({ Status }) => Status)).toEqual([
        ...Array.from({ length: at }, () => 'FINISHED'),
        'FAILED',
        ...Array.from({ length: steps.length - at }, () => 'ABORTED'),
      ]);
      expect(await snapshot()).toEqual(before);
    }
    expect((await warehouse.batch(steps)).Error).toBeUndefined();
  });

  it('says so where DuckDB cannot follow: a column added after rows were changed', async () => {
    const done = await warehouse.batch(['update core.fact set amount = 0', 'alter table core.fact add column x int']);
    expect(done.Error).toContain('cannot add a column to fact after its rows were changed in the same batch');
    expect(await warehouse.query('select sum(amount) from core.fact')).toEqual([['3.00']]);
  });

  it('sees its own changes and its own temporary tables, which hide others of the name', async () => {
    await warehouse.run('create table staged (a int)');
    const done = await warehouse.batch([
      'create temp table staged as select 7 as a',
      'select a from staged',
      'select count(*) from public.staged',
    ]);
    expect(await readRows(warehouse.client, `${done.Id}:2`)).toEqual([[7]]);
    expect(await readRows(warehouse.client, `${done.Id}:3`)).toEqual([[0]]);
    expect(await warehouse.query('select count(*) from staged')).toEqual([[0]]);
  });
});
