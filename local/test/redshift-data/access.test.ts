import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdmin, createClient, createRunner, openWarehouse, type Runner, type Warehouse } from './warehouse.ts';

/** IAM roles with their database roles, as the tag RedshiftDbRoles gives them. */
const roles: Record<string, string[]> = {
  Load: ['loader'],
  Gold: ['reader'],
  Untagged: [],
  Two: ['reader', 'analyst'],
};

const setUp = [
  'create schema core',
  'create table core.fact (id int, card_id varchar(20), amount decimal(18,2))',
  'create table core.dim (id int)',
  "insert into core.fact values (1, 'card-5215', 10.00)",
  'create view core.totals as select count(*) as n, sum(amount) as amount from core.fact',
  'create role loader',
  'create role reader',
  'create role analyst',
  'create role nested',
];

describe('rights', () => {
  let warehouse: Warehouse;
  const clients: RedshiftDataClient[] = [];
  let admin: Runner;
  const as = (principal: string): Runner => {
    const client = createClient(warehouse.endpoint.url, principal);
    clients.push(client);
    return createRunner(client);
  };

  beforeAll(async () => {
    warehouse = await openWarehouse({ rolesOf: (principal) => roles[principal] ?? ['reader'] });
    admin = createAdmin(warehouse.client);
    for (const sql of setUp) await admin.run(sql);
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await warehouse.close();
  });

  it('are needed for the schema, then for the relation, and say who lacks what', async () => {
    const reader = as('Gold');
    expect(await reader.errorOf('select * from core.fact')).toBe(
      'ERROR: permission denied for schema core (IAMR:Gold with role reader needs usage on schema core)',
    );
    await admin.run('grant usage on schema core to role reader');
    expect(await reader.errorOf('select * from core.fact')).toBe(
      'ERROR: permission denied for relation fact (IAMR:Gold with role reader needs select on core.fact)',
    );
    await admin.run('grant select on table core.fact to role reader');
    expect(await reader.query('select id from core.fact')).toEqual([[1]]);
    await admin.run('revoke select on core.fact from role reader');
    expect(await reader.errorOf('select id from core.fact')).toContain('permission denied for relation fact');
  });

  it('reach into every corner of a query', async () => {
    const reader = as('Gold');
    await admin.run('grant select on core.dim to role reader');
    for (const sql of [
      'select * from core.dim where exists (select 1 from core.fact)',
      'with f as (select * from core.fact) select * from core.dim join f on f.id = dim.id',
      'select (select max(id) from core.fact) as m from core.dim',
      'select id from core.dim union all select id from core.fact',
      'create temp table x as select * from core.fact',
      'create temp table x (like core.fact)',
      'create view public.spy as select * from core.fact',
    ]) {
      expect(await reader.errorOf(sql), sql).toContain('permission denied for relation fact');
    }
    await admin.run('revoke select on core.dim from role reader');
  });

  it('of a view are its owner’s below it', async () => {
    const reader = as('Gold');
    expect(await reader.errorOf('select * from core.totals')).toContain('permission denied for relation totals');
    await admin.run('grant select on core.totals to role reader');
    expect(await reader.query('select * from core.totals')).toEqual([[1, '10.00']]);
    expect(await reader.errorOf('select * from core.fact')).toContain('permission denied for relation fact');
    // A view of a user loses what the user loses.
    const loader = as('Load');
    await admin.run('grant usage on schema core to role loader');
    await admin.run('grant select on core.fact to role loader');
    await loader.run('create view public.mine as select id from core.fact');
    await loader.run('grant select on public.mine to public');
    expect(await reader.query('select id from public.mine')).toEqual([[1]]);
    await admin.run('revoke all on core.fact from role loader');
    expect(await reader.errorOf('select id from public.mine')).toContain('IAMR:Load with role loader needs select');
    await loader.run('drop view public.mine');
  });

  const changes: [sql: string, privilege: string][] = [
    ['insert into core.fact (id) values (2)', 'insert'],
    ['update core.fact set id = 2 where id = 9', 'update'],
    ['delete from core.fact where id = 9', 'delete'],
    ['truncate core.fact', 'truncate'],
    ['lock core.fact', 'delete'],
  ];
  it.each(changes)('%s needs its own', async (sql, privilege) => {
    const loader = as('Load');
    await admin.run('grant usage on schema core to role loader');
    await admin.run('revoke all on core.fact from role loader');
    await admin.run('grant select on core.fact to role loader');
    expect(await loader.errorOf(sql)).toMatch(/permission denied for relation fact|must be owner of relation fact/);
    await admin.run(`grant ${privilege} on core.fact to role loader`);
    await loader.run(sql);
    await admin.run('revoke all on core.fact from role loader');
  });

  it('of MERGE, UPDATE and DELETE include reading the target', async () => {
    const loader = as('Load');
    await admin.run('grant insert, update, delete on core.fact to role loader');
    await admin.run('grant select on core.dim to role loader');
    const merge = `merge into core.fact using core.dim d on fact.id = d.id
      when matched then update set amount = 0 when not matched then insert (id) values (d.id)`;
    for (const sql of [merge, 'update core.fact set id = 1', 'delete from core.fact']) {
      expect(await loader.errorOf(sql), sql).toContain('needs select on core.fact');
    }
    await admin.run('grant select on core.fact to role loader');
    await loader.run(merge);
    await admin.run('revoke all on all tables in schema core from role loader');
    expect(await loader.errorOf(merge)).toContain('permission denied for relation fact');
  });

  it('to make things come with a schema and the database; who makes a thing owns it', async () => {
    const loader = as('Load');
    const other = as('Two');
    expect(await loader.errorOf('create table core.own (a int)')).toContain('permission denied for schema core');
    expect(await loader.errorOf('create schema own')).toContain('permission denied for database dev');
    expect(await loader.errorOf('create role r')).toContain('permission denied to create role');
    expect(await loader.errorOf('create user u password disable')).toContain('permission denied to create user');
    await admin.run('grant create on schema core to role loader');
    await loader.run('create table core.own (a int)');
    await loader.run('insert into core.own values (1)');
    await loader.run('alter table core.own add column b int');
    for (const sql of ['drop table core.own', 'alter table core.own add column c int', 'vacuum core.own']) {
      expect(await other.errorOf(sql), sql).toContain('must be owner of relation own');
    }
    expect(await other.errorOf('grant select on core.own to public')).toBe(
      'ERROR: permission denied for relation own (IAMR:Two is not its owner and has no grant option for select)',
    );
    await loader.run('grant select on core.own to "IAMR:Two" with grant option');
    await other.run('grant select on core.own to role nested');
    await loader.run('revoke grant option for select on core.own from "IAMR:Two"');
    expect(await other.errorOf('grant select on core.own to public')).toContain('permission denied');
    expect(await other.query('select a from core.own')).toEqual([[1]]);
    await loader.run('drop table core.own');
    await admin.run('revoke create on schema core from role loader');
    expect(await loader.errorOf('grant select on core.dim to role loader with grant option')).toContain('users only');
  });

  it('of PUBLIC are there from the start and can be taken away', async () => {
    const nobody = as('Untagged');
    await nobody.run('create table public.scrap (a int)');
    await nobody.run('create temp table t as select * from public.scrap');
    await admin.run('revoke create on schema public from public');
    await admin.run('revoke temp on database dev from public');
    expect(await nobody.errorOf('create table public.more (a int)')).toContain('permission denied for schema public');
    expect(await nobody.errorOf('create temp table t (a int)')).toContain(
      'permission denied to create temporary tables in database "dev"',
    );
    expect(await nobody.query('select count(*) from public.scrap')).toEqual([[0]]);
    await admin.run('revoke usage on schema public from public');
    expect(await nobody.errorOf('select count(*) from public.scrap')).toContain('permission denied for schema public');
    await admin.run('grant all on schema public to public');
    await admin.run('grant temporary on database dev to public');
    await nobody.run('drop table public.scrap');
  });

  it('are of the tag’s roles, of roles within roles, of a database role by its own name', async () => {
    await admin.run('grant usage on schema core to role nested');
    await admin.run('grant select on core.dim to role nested');
    const two = as('Two');
    expect(await two.errorOf('select * from core.dim')).toContain('IAMR:Two with role reader, analyst needs');
    await admin.run('grant role nested to role analyst');
    expect(await two.query('select count(*) from core.dim')).not.toEqual([]);
    expect(await as('nested').query('select count(*) from core.dim')).not.toEqual([]);
    expect(await as('Untagged').errorOf('select * from core.dim')).toContain('IAMR:Untagged with no role needs');
    expect(await as('whoever').errorOf('select * from core.dim')).toContain('with role reader needs');
    await admin.run('revoke role nested from role analyst');
    expect(await two.errorOf('select * from core.dim')).toContain('permission denied');
    expect(await two.errorOf('grant role nested to role analyst')).toContain(
      'permission denied to grant or revoke a role',
    );
    await admin.run('drop role nested');
    expect(await as('nested').errorOf('select * from core.dim')).toContain('with role reader needs');
  });

  it('of the future are given with what is made', async () => {
    await admin.run('alter default privileges in schema core grant select on tables to role reader');
    await admin.run('create table core.later (a int)');
    await admin.run('create view core.later_view as select a from core.later');
    const reader = as('Gold');
    expect(await reader.query('select * from core.later join core.later_view v on v.a = later.a')).toEqual([]);
    await admin.run('alter default privileges in schema core revoke select on tables from role reader');
    await admin.run('create table core.latest (a int)');
    expect(await reader.errorOf('select * from core.latest')).toContain('permission denied for relation latest');
    expect(await reader.errorOf('alter default privileges for user admin grant select on tables to public')).toContain(
      'permission denied',
    );
  });

  const arn = 'arn:aws:iam::123456789012:role/unload';
  const unload = `unload ('select 1 as a') to 's3://b/k' iam_role '${arn}' parquet`;
  const copy = `copy public.t from 's3://b/m' iam_role '${arn}' format as parquet manifest`;
  it('to assume a role are everybody’s until an admin takes them from everybody', async () => {
    const loader = as('Load');
    await loader.run('create table public.t (a int)');
    const reached = /connect|ECONNREFUSED|socket|fetch/i;
    expect(await loader.errorOf(unload)).toMatch(reached);
    await admin.run('revoke assumerole on all from public for all');
    expect(await loader.errorOf(unload)).toContain(
      `User IAMR:Load does not have ASSUMEROLE permission on IAM role "${arn}" for UNLOAD`,
    );
    expect(await loader.errorOf(copy)).toContain(`ASSUMEROLE permission on IAM role "${arn}" for COPY`);
    await admin.run(`grant assumerole on '${arn}' to role loader for copy`);
    expect(await loader.errorOf(unload)).toContain('for UNLOAD');
    expect(await loader.errorOf(copy)).toMatch(reached);
    expect(await admin.errorOf(unload)).toMatch(reached);
    expect(await loader.errorOf(`grant assumerole on '${arn}' to public for all`)).toContain(
      'permission denied to grant or revoke ASSUMEROLE',
    );
    await admin.run(`revoke assumerole on '${arn}' from role loader for all`);
    await admin.run('grant assumerole on all to public for copy, unload');
    expect(await loader.errorOf(copy)).toMatch(reached);
  });

  it('of a view outlive its replacement, and not its end', async () => {
    await admin.run('create view core.kept as select id from core.dim');
    await admin.run('grant select on core.kept to role reader');
    await admin.run('create or replace view core.kept as select id + 1 as id from core.dim');
    const reader = as('Gold');
    expect(await reader.query('select count(*) from core.kept')).not.toEqual([]);
    await admin.run('drop view core.kept');
    await admin.run('create view core.kept as select id from core.dim');
    expect(await reader.errorOf('select * from core.kept')).toContain('permission denied for relation kept');
  });

  it('decide what of the catalog somebody sees', async () => {
    await admin.run('create schema seen');
    await admin.run('create table seen.a (x int)');
    await admin.run('create table seen.b (y int)');
    await admin.run('grant update on seen.a to role analyst');
    const tables = "select table_name from svv_tables where table_schema = 'seen' order by 1";
    const columns = "select column_name from svv_redshift_columns where schema_name = 'seen' order by 1";
    expect(await admin.query(tables)).toEqual([['a'], ['b']]);
    expect(await as('Two').query(tables)).toEqual([['a']]);
    expect(await as('Two').query(columns)).toEqual([['x']]);
    expect(await as('Untagged').query(tables)).toEqual([]);
    expect(await as('Two').query('select * from svv_table_info')).toEqual([]);
    expect(await as('Two').query('show tables from schema dev.seen')).toHaveLength(1);
  });

  it('change with the transaction alone', async () => {
    await admin.batch(['grant select on core.dim to role reader', "select 'x'::int"]);
    expect(await as('Gold').errorOf('select * from core.dim')).toContain('permission denied');
    const done = await admin.batch([
      'create schema late',
      'create table late.t (a int)',
      'grant usage on schema late to public',
    ]);
    expect(done.Error).toBeUndefined();
    expect(await as('Gold').errorOf('select * from late.t')).toContain('permission denied for relation t');
  });

  it.each([
    ['grant select (id) on core.fact to public', /privilege on columns/],
    ['grant usage on core.fact to public', /privilege usage on relations/],
    ['grant select on schema core to public', /privilege select on schemas/],
    ['grant select on core.fact to role unheard_of', /role "unheard_of" does not exist/],
    ['grant select on core.unheard_of to public', /relation "core.unheard_of" does not exist/],
    ['grant assumerole on default to public for all', /ASSUMEROLE ON DEFAULT/],
    [`grant assumerole on all to public for external function`, /ASSUMEROLE FOR EXTERNAL/],
    ['alter default privileges grant execute on functions to public', /privilege execute/],
  ])('refuses %s', async (sql, message) => {
    expect(await admin.errorOf(sql)).toMatch(message);
  });
});
