import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWarehouse, type Warehouse } from './warehouse.ts';

describe('statements that change rows', () => {
  let warehouse: Warehouse;

  beforeEach(async () => {
    warehouse = await openWarehouse();
    await warehouse.run('create table t (id int, name varchar(10), amount decimal(18,2) default 5, primary key (id))');
    await warehouse.run('create table s (id int, name varchar(10), amount decimal(18,2))');
    await warehouse.run("insert into t values (1, 'a', 1), (2, 'b', 2)");
  });
  afterEach(() => warehouse.close());

  const rows = () => warehouse.query('select id, name, amount from t order by id, name, amount');
  const upsert = `merge into t using s on t.id = s.id
    when matched then update set name = s.name, amount = t.amount + s.amount
    when not matched then insert (id, name) values (s.id, s.name)`;

  it('does not enforce keys', async () => {
    await warehouse.run(`create table keyed (id int primary key, code int unique, ref int references t (id),
      foreign key (ref) references t (id)) diststyle key distkey (id) compound sortkey (id, code)`);
    expect(await warehouse.run('insert into keyed values (1, 1, 9), (1, 1, 9)')).toBe(2);
    await warehouse.run("insert into t values (1, 'twice', 1)");
    expect(await rows()).toHaveLength(3);
    // A primary key makes its column NOT NULL all the same, if it is declared on it.
    expect(await warehouse.errorOf('insert into keyed values (null, 1, 1)')).toContain(
      'Cannot insert a NULL value into column id',
    );
  });

  it('merges with both arms', async () => {
    await warehouse.run("insert into s values (2, 'bb', 20), (3, 'c', 30)");
    expect(await warehouse.run(upsert)).toBe(2);
    expect(await rows()).toEqual([
      [1, 'a', '1.00'],
      [2, 'bb', '22.00'],
      [3, 'c', '5.00'],
    ]);
    const remove =
      'merge into t using s as x on t.id = x.id when not matched then insert values (x.id, x.name, x.amount) when matched then delete';
    expect(await warehouse.run(remove)).toBe(2);
    expect(await rows()).toEqual([[1, 'a', '1.00']]);
  });

  it('refuses a merge in which two source rows match one target row', async () => {
    await warehouse.run("insert into s values (2, 'x', 1), (2, 'y', 1)");
    for (const merge of [
      upsert,
      'merge into t using s on t.id = s.id when matched then delete when not matched then insert (id) values (s.id)',
    ]) {
      expect(await warehouse.errorOf(merge)).toBe('ERROR: Found multiple matches to update the same tuple.');
    }
    expect(await rows()).toHaveLength(2);
  });

  it('inserts both of two new source rows with one key, without a word', async () => {
    await warehouse.run("insert into s values (9, 'x', 1), (9, 'y', 1)");
    expect(await warehouse.run(upsert)).toBe(2);
    expect(await rows()).toHaveLength(4);
  });

  it('merges from a view, and one target row per source row of several', async () => {
    await warehouse.run("insert into t values (2, 'twin', 7)");
    await warehouse.run("insert into s values (2, 'z', 1)");
    await warehouse.run('create view v as select id, name, amount from s');
    expect(await warehouse.run(upsert.replaceAll('s.', 'v.').replace('using s', 'using v'))).toBe(2);
    expect(await rows()).toEqual([
      [1, 'a', '1.00'],
      [2, 'z', '3.00'],
      [2, 'z', '8.00'],
    ]);
  });

  it('merges from a subquery', async () => {
    await warehouse.run("insert into s values (8, 'w', 4)");
    const source = '(select id, max(name) as name, sum(amount) as amount from s group by id) as s';
    await warehouse.run(upsert.replace('using s', `using ${source}`));
    expect(await warehouse.query('select name, amount from t where id = 8')).toEqual([['w', '5.00']]);
    const twice = upsert.replace('using s', 'using (select * from s union all select * from s) as s');
    expect(await warehouse.errorOf(twice)).toContain('Found multiple matches');
  });

  it('deletes and updates by another table', async () => {
    await warehouse.run("insert into s values (1, 'x', 10)");
    expect(
      await warehouse.run('update t set amount = t.amount + x.amount, name = default from s as x where t.id = x.id'),
    ).toBe(1);
    expect(await rows()).toEqual([
      [1, null, '11.00'],
      [2, 'b', '2.00'],
    ]);
    expect(await warehouse.run('delete from t using s where t.id = s.id')).toBe(1);
    expect(await warehouse.run('delete from t as x where x.id not in (select id from s)')).toBe(1);
    expect(await warehouse.run('delete from t')).toBe(0);
  });

  it('inserts defaults, queries and unions of literals', async () => {
    expect(await warehouse.run("insert into t (name, id) values ('x', 7), ('y', default)")).toBe(2);
    expect(await warehouse.run("insert into t select 8, 'q', '1.25' union all select 9, null, null")).toBe(2);
    expect(
      await warehouse.run('insert into t (id) with big as (select max(id) + 1 as id from t) select id from big'),
    ).toBe(1);
    expect(await warehouse.query('select id, name, amount from t where id > 2 or id is null order by id')).toEqual([
      [7, 'x', '5.00'],
      [8, 'q', '1.25'],
      [9, null, null],
      [10, null, '5.00'],
      [null, 'y', '5.00'],
    ]);
    expect(await warehouse.errorOf('insert into t values (1)')).toContain('more target columns than expressions');
    expect(await warehouse.errorOf('insert into t (id) values (1, 2)')).toContain(
      'more expressions than target columns',
    );
    expect(await warehouse.errorOf('insert into t (id, nope) values (1, 2)')).toContain(
      'column "nope" of relation "public.t" does not exist',
    );
    expect(await warehouse.errorOf('insert into t (id, id) values (1, 2)')).toContain('column "id" duplicated');
  });

  it('creates and drops what other statements then know', async () => {
    await warehouse.run('create table if not exists t (other int)');
    expect(await warehouse.errorOf('create table t (a int)')).toContain('Relation "t" already exists');
    await warehouse.run('create table k (like t including defaults)');
    await warehouse.run('insert into k (id) values (1)');
    expect(await warehouse.query('select * from k')).toEqual([[1, null, '5.00']]);
    await warehouse.run("alter table k add column note varchar(3) default 'abc' not null");
    await warehouse.run('alter table k add column more date');
    expect(await warehouse.query('select * from k')).toEqual([[1, null, '5.00', 'abc', null]]);
    expect(await warehouse.errorOf('alter table k add column x int not null')).toContain(
      'must have a non-null default',
    );
    expect(await warehouse.errorOf("insert into k (note) values ('abcd')")).toContain(
      'value too long for type character varying(3)',
    );
    await warehouse.run('create view w (a, b) as select id, sum(amount) from k group by id');
    expect(await warehouse.query('select b, a from w')).toEqual([['5.00', 1]]);
    expect(await warehouse.errorOf('drop table k')).toContain('because other objects depend on it: view public.w');
    await warehouse.run('drop view w');
    await warehouse.run('drop table k');
    await warehouse.run('drop table if exists k');
    expect(await warehouse.errorOf('drop table k')).toContain('relation "k" does not exist');
    await warehouse.run('create schema if not exists public');
    expect(await warehouse.errorOf('create schema public')).toContain('Schema "public" already exists');
    expect(await warehouse.errorOf('select * from nope.t')).toContain('schema "nope" does not exist');
  });

  it('takes roles and grants for what they name', async () => {
    await warehouse.run('create role loader');
    expect(await warehouse.errorOf('create role loader')).toBe('ERROR: role "loader" already exists');
    await warehouse.run('create user "IAMR:paylake-load" password disable');
    const grants = [
      'grant role loader to "IAMR:paylake-load"',
      'grant usage, create on schema public to role loader',
      'grant select, insert, update on t to role loader',
      'grant all on all tables in schema public to role loader',
      'grant select on t to "IAMR:paylake-load" with grant option',
      'grant temp on database dev to public',
      'alter default privileges in schema public grant select on tables to role loader',
      'alter default privileges for user "IAMR:paylake-load" revoke all on tables from public',
      'revoke insert on table t from role loader',
      "comment on column t.id is 'key'",
      'comment on table t is null',
      'analyze t',
      'analyze',
      "set query_group to 'load'",
      'set statement_timeout = 60000',
      'reset query_group',
      'lock table t, s',
    ];
    expect((await warehouse.batch(grants)).Error).toBeUndefined();
    expect(await warehouse.errorOf('grant select on t to role nobody')).toContain('role "nobody" does not exist');
    expect(await warehouse.errorOf('grant select on nope to role loader')).toContain('relation "nope" does not exist');
    expect(await warehouse.errorOf('grant usage on schema nope to role loader')).toContain(
      'schema "nope" does not exist',
    );
    expect(await warehouse.errorOf('lock nope')).toContain('relation "nope" does not exist');
    await warehouse.run('drop role loader');
    await warehouse.run('create role loader');
  });
});
