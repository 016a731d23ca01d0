import { DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-redshift-data';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRandom, randomQuery } from './random-query.ts';
import { openWarehouse, type Warehouse, where } from './warehouse.ts';

describe('views', () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await openWarehouse();
    await warehouse.run('create schema mart');
    await warehouse.run('create table mart.sales (id int not null, mcc varchar(4), amount decimal(18,2))');
    await warehouse.run("insert into mart.sales values (1, '5411', 10.00), (2, '0780', 2.50), (3, '5411', 0.05)");
  });
  beforeEach(async () => {
    for (const view of ['mart.b', 'mart.a', 'mart.s']) await warehouse.run(`drop view if exists ${view} cascade`);
  });
  afterAll(() => warehouse.close());

  it('read as a table does, with WITH inside, over one another, under any alias', async () => {
    await warehouse.run(`create view mart.a as
      with food as (select * from mart.sales where mcc = '5411')
      select mcc, sum(amount) as total, count(*) as n from food group by mcc;`);
    await warehouse.run('create view mart.b (code, sum_of_all) as select x.mcc, x.total from mart.a x');
    expect(await warehouse.query('select * from mart.b')).toEqual([['5411', '10.05']]);
    expect(await warehouse.query('select mart.b.code, a.n from mart.b join mart.a as a on a.mcc = b.code')).toEqual([
      ['5411', 2],
    ]);
    expect(await warehouse.query('select c from mart.b as v (c, d) where d > 10')).toEqual([['5411']]);
  });

  it('answer as their query does, whatever it is (SEED)', async () => {
    const random = createRandom(Number(process.env.SEED ?? 20260101));
    await warehouse.run(`create table x (i int, s smallint, b bigint, n decimal(10,2), m decimal(20,4), f float8, r real,
      t varchar(20), d date, ts timestamp, ok boolean)`);
    await warehouse.run(`insert into x values
      (1, 2, 3, 1.5, 2.25, 1.5, 0.5, 'a1', '2020-01-31', '2020-02-29 10:11:12.5', true),
      (0, -2, null, 0, -2.25, 0, -0.5, '2020-01-01', '2020-12-31', '2021-02-28 00:00:00', false),
      (null, null, null, null, null, null, null, null, null, null, null)`);
    let read = 0;
    for (let n = 0; n < 120; n++) {
      const query = randomQuery(random);
      const made = await warehouse.execute(`create view any_view as ${query}`);
      if (made.Status !== 'FINISHED') continue;
      const sorted = (sql: string) =>
        warehouse.query(sql).then(
          (rows) => rows.map((row) => JSON.stringify(row)).sort(),
          () => 'fails',
        );
      expect(await sorted('select * from any_view'), query).toEqual(await sorted(query));
      read += 1;
      await warehouse.run('drop view any_view');
    }
    expect(read).toBeGreaterThan(40);
    await warehouse.run('drop table x');
  });

  it('stand for the columns there were: a star is written out where it is made', async () => {
    await warehouse.run('create table mart.wide (a int, "order" int)');
    await warehouse.run('insert into mart.wide values (1, 2)');
    await warehouse.run('create view mart.s as select w.*, s.* from mart.wide w join mart.sales s on s.id = w.a');
    await warehouse.run(
      'create view mart.a as select * from (select * from mart.wide) x join (select a from mart.wide) y using (a)',
    );
    await warehouse.run('alter table mart.wide add column more int default 7');
    expect(await warehouse.query('select * from mart.s')).toEqual([[1, 2, 1, '5411', '10.00']]);
    expect(await warehouse.query('select a, more from mart.wide')).toEqual([[1, 7]]);
    const done = await warehouse.execute('create view mart.b as select * from mart.wide');
    expect(done.Status).toBe('FINISHED');
    expect(await warehouse.query('select * from mart.b')).toEqual([[1, 2, 7]]);
    expect(await warehouse.query('select * from mart.a')).toEqual([[1, 2]]);
    await warehouse.run('drop table mart.wide cascade');
    expect(await warehouse.errorOf('select * from mart.s')).toContain('relation "mart.s" does not exist');
  });

  it('ask for the moment and the caller when they are read', async () => {
    await warehouse.run('create view mart.a as select current_user as u, getdate() as at, current_date as d');
    const [[user, at, day]] = (await warehouse.query('select u, at, d from mart.a')) as [[string, string, string]];
    expect(user).toBe('IAMR:loader');
    expect(at.slice(0, 10)).toBe(day);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await warehouse.query('select at from mart.a')).not.toEqual([[at]]);
  });

  it('see no temporary table of a session, and cannot be made of one', async () => {
    await warehouse.run('create table plain (a int)');
    await warehouse.run('create view mart.a as select a from plain');
    const done = await warehouse.batch([
      'create temp table plain as select 9 as a',
      'create temp table seen as select a from mart.a',
      'select cast(case when count(*) = 0 then 1 end as int) as none from seen',
      'create view mart.b as select a from plain',
    ]);
    expect(done.SubStatements?.map(({ Status }) => Status)).toEqual(['FINISHED', 'FINISHED', 'FINISHED', 'FAILED']);
    expect(done.Error).toContain('a view may not use a temporary table');
    expect(await warehouse.errorOf('select * from mart.b')).toContain('does not exist');
  });

  it('are replaced by what has the same columns, and by nothing else', async () => {
    await warehouse.run('create view mart.a as select id, amount from mart.sales');
    await warehouse.run('create or replace view mart.a as select id, amount from mart.sales where id = 1');
    expect(await warehouse.query('select amount from mart.a')).toEqual([['10.00']]);
    const replace = (query: string) => warehouse.errorOf(`create or replace view mart.a as ${query}`);
    expect(await replace('select id as no, amount from mart.sales')).toContain(
      'cannot change name of view column "id": view "mart.a" would call it "no"',
    );
    expect(await replace('select id, sum(amount) as amount from mart.sales group by id')).toContain(
      'cannot change data type of view column "amount": in view "mart.a" it is numeric(18,2), not numeric(38,2)',
    );
    expect(await replace('select id from mart.sales')).toContain('cannot change number of columns in view "mart.a"');
    expect(await replace('select id, amount from mart.a')).toContain('cannot read itself');
    expect(await warehouse.errorOf('create view mart.a as select 1 as a')).toContain('already exists');
    expect(await warehouse.errorOf('create or replace view mart.sales as select 1 as a')).toContain('is not a view');
    expect(await warehouse.query('select count(*) from mart.a')).toEqual([[1]]);
  });

  it('hold what they rest on, until CASCADE takes all of them', async () => {
    await warehouse.run('create table mart.base (a int)');
    await warehouse.run('create view mart.a as select a from mart.base');
    await warehouse.run('create view mart.b as select x.a from mart.a x join mart.base y on x.a = y.a');
    expect(await warehouse.errorOf('drop table mart.base')).toMatch(
      /cannot drop table mart.base because other objects depend on it: view mart.[ab]; use DROP ... CASCADE/,
    );
    expect(await warehouse.errorOf('drop view mart.a')).toContain('view mart.b');
    expect(await warehouse.errorOf('drop table mart.a')).toContain('"mart.a" is not a table');
    expect(await warehouse.errorOf('drop view mart.base')).toContain('"mart.base" is not a view');
    await warehouse.run('drop table mart.base cascade');
    expect(await warehouse.query("select count(*) from svv_tables where table_type = 'VIEW'")).toEqual([[0]]);
  });

  it('go with a batch that fails', async () => {
    const failed = await warehouse.batch(['create view mart.a as select 1 as n', "select 'x'::int"]);
    expect(failed.Status).toBe('FAILED');
    expect(await warehouse.errorOf('select n from mart.a')).toContain('relation "mart.a" does not exist');
    await warehouse.run('create view mart.a as select 1 as n');
    await warehouse.batch(['create or replace view mart.a as select 2 as n', "select 'x'::int"]);
    expect(await warehouse.query('select n from mart.a')).toEqual([[1]]);
    await warehouse.batch(['drop view mart.a', "select 'x'::int"]);
    expect(await warehouse.query('select n from mart.a')).toEqual([[1]]);
  });

  it.each([
    ['insert into mart.a values (1)', 'cannot insert into view "mart.a"'],
    ['update mart.a set id = 1', 'cannot update view "mart.a"'],
    ['delete from mart.a', 'cannot delete from view "mart.a"'],
    ['truncate mart.a', '"mart.a" is not a table: it is a view'],
    ['lock mart.a', '"mart.a" is not a table: it is a view'],
    ['alter table mart.a add column b int', '"mart.a" is not a table: it is a view'],
    [
      'merge into mart.a using mart.sales s on a.id = s.id when matched then delete when not matched then insert values (1)',
      'cannot merge into view "mart.a"',
    ],
    [
      "copy mart.a from 's3://b/k' iam_role 'arn:aws:iam::123456789012:role/load' format as parquet manifest",
      'cannot copy to view "mart.a"',
    ],
  ])('take no rows: %s', async (sql, message) => {
    await warehouse.run('create view mart.a as select id from mart.sales');
    expect(await warehouse.errorOf(sql)).toContain(message);
  });

  it('refuse a column below that makes one of their names ambiguous, naming them', async () => {
    await warehouse.run('create table mart.l (a int)');
    await warehouse.run('create table mart.r (b int)');
    await warehouse.run('create view mart.a as select a, b from mart.l join mart.r on a = b');
    expect(await warehouse.errorOf('alter table mart.l add column b int')).toMatch(
      /column "b" beside view mart.a .*ambiguous.*write the names in the view with their tables/,
    );
    await warehouse.run('alter table mart.l add column c int');
    expect(await warehouse.query('select * from mart.a')).toEqual([]);
  });

  it('are views in the catalog and in the API', async () => {
    await warehouse.run('create view mart.a as select id, amount / 2 as half from mart.sales');
    const isA = "table_schema = 'mart' and table_name = 'a'";
    expect(await warehouse.query(`select table_type from svv_tables where ${isA}`)).toEqual([['VIEW']]);
    expect(await warehouse.query(`select view_definition from information_schema.views where ${isA}`)).toEqual([
      ['select id, amount / 2 as half from mart.sales'],
    ]);
    expect(
      await warehouse.query(
        `select column_name, data_type, numeric_scale from svv_columns where ${isA} order by ordinal_position`,
      ),
    ).toEqual([
      ['id', 'integer', null],
      ['half', 'numeric', 13],
    ]);
    const list = await warehouse.client.send(
      new ListTablesCommand({ ...where, SchemaPattern: 'mart', TablePattern: 'a' }),
    );
    expect(list.Tables).toEqual([{ name: 'a', schema: 'mart', type: 'VIEW' }]);
    const table = await warehouse.client.send(new DescribeTableCommand({ ...where, Schema: 'mart', Table: 'a' }));
    expect(table.ColumnList?.map(({ name, typeName }) => [name, typeName])).toEqual([
      ['id', 'int4'],
      ['half', 'numeric'],
    ]);
  });
});
