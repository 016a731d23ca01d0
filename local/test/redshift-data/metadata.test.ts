import {
  DescribeStatementCommand,
  DescribeTableCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  GetStatementResultV2Command,
} from '@aws-sdk/client-redshift-data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWarehouse, type Warehouse, where } from './warehouse.ts';

/** What tools ask for before the first query. */
const asked: [query: string, rows: unknown[][]][] = [
  [
    'select current_database(), current_schema(), current_user, session_user',
    [['dev', 'public', 'IAMR:loader', 'IAMR:loader']],
  ],
  ["select version() like 'PostgreSQL 8.0.2 %Redshift %'", [[true]]],
  ['select id from dev.mart.sales', [[1]]],
  ['select dev.mart.sales.id, s.* from dev.mart.sales join dev.mart.totals s on true', [[1, 1]]],
  [
    "select schema_name, schema_owner from information_schema.schemata where schema_name <> 'public'",
    [['mart', 'IAMR:loader']],
  ],
  [
    'select table_name, view_definition from information_schema.views',
    [['totals', 'select count(*) as n from mart.sales']],
  ],
  ['select database_name, database_type from svv_redshift_databases', [['dev', 'local']]],
  [
    'select schema_name, schema_type from svv_redshift_schemas order by 1',
    [
      ['mart', 'local'],
      ['public', 'local'],
    ],
  ],
  [
    'select schema_name, table_name, table_type from svv_redshift_tables order by 2',
    [
      ['public', 'plain', 'TABLE'],
      ['mart', 'sales', 'TABLE'],
      ['mart', 'totals', 'VIEW'],
    ],
  ],
  [
    "select column_name, data_type, numeric_scale from svv_all_columns where table_name = 'sales' order by ordinal_position",
    [
      ['id', 'integer', null],
      ['amount', 'numeric', 2],
      ['mcc', 'character varying', null],
    ],
  ],
  ['select count(*) from svv_all_tables t join svv_all_schemas s using (schema_name)', [[3]]],
  ['select "table", tbl_rows from svv_table_info where tbl_rows > 0', [['sales', '1']]],
  ['select "column", type, "notnull" from pg_table_def where tablename = \'plain\'', [['a', 'integer', true]]],
  [
    "select c.relname, n.nspname, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'mart' order by 1",
    [
      ['sales', 'mart', 'r'],
      ['totals', 'mart', 'v'],
    ],
  ],
  [
    "select a.attname, a.format_type from pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid where c.relname = 'sales' order by a.attnum",
    [
      ['id', 'integer'],
      ['amount', 'numeric(18,2)'],
      ['mcc', 'character varying(4)'],
    ],
  ],
  [
    'select schemaname, tablename, tableowner from pg_tables order by 2',
    [
      ['public', 'plain', 'IAMR:loader'],
      ['mart', 'sales', 'IAMR:loader'],
    ],
  ],
  ['select viewname from pg_views', [['totals']]],
  ['select datname from pg_database', [['dev']]],
  ["select usesuper from pg_user where usename = 'admin'", [[true]]],
  [
    'select relation_name, privilege_type, identity_name, identity_type from svv_relation_privileges',
    [['sales', 'SELECT', 'reader', 'role']],
  ],
  [
    "select privilege_type from svv_schema_privileges where namespace_name = 'public' and identity_name = 'public' order by 1",
    [['CREATE'], ['USAGE']],
  ],
  ['show search_path', [['"$user", public']]],
];
const shown: [query: string, column: number, values: unknown[]][] = [
  ['show databases', 0, ['dev']],
  ["show schemas from database dev like 'm%'", 1, ['mart']],
  ['show tables from schema dev.mart', 2, ['sales', 'totals']],
  ['show tables from schema mart limit 1', 2, ['sales']],
  ['show columns from table dev.mart.sales', 3, ['id', 'amount', 'mcc']],
  ["show columns from table mart.sales like 'm%'", 3, ['mcc']],
];

describe('what tools ask for', () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await openWarehouse();
    for (const sql of [
      'create schema mart',
      "create table mart.sales (id int, amount decimal(18,2), mcc varchar(4) default 'none')",
      "insert into mart.sales values (1, 2.50, '0780')",
      'create view mart.totals as select count(*) as n from mart.sales',
      'create table plain (a int not null)',
      'create role reader',
      'grant select on mart.sales to role reader',
    ]) {
      await warehouse.run(sql);
    }
  });
  afterAll(() => warehouse.close());

  it.each(asked)('%s', async (query, rows) => {
    expect(await warehouse.query(query)).toEqual(rows);
  });

  it.each(shown)('%s', async (query, column, values) => {
    expect((await warehouse.query(query)).map((row) => row[column])).toEqual(values);
  });

  it.each([
    ['select * from prod.mart.sales', 'database "prod" does not exist here: this connection is to "dev"'],
    ['insert into prod.mart.sales (id) values (1)', 'database "prod" does not exist here'],
    ['select prod.mart.sales.id from mart.sales', 'column "prod.mart.sales.id" does not exist'],
    ['show grants on table mart.sales', 'SHOW GRANTS is not known'],
    ['explain select 1', "EXPLAIN is not known to the local Redshift endpoint: its plan would be DuckDB's"],
  ])('refuses %s', async (query, message) => {
    expect(await warehouse.errorOf(query)).toContain(message);
  });

  it('describes tables of a name in all schemas where none is named', async () => {
    const columns = async (Schema?: string) => {
      const found = await warehouse.client.send(new DescribeTableCommand({ ...where, Schema, Table: 'sales' }));
      return found.ColumnList?.map(({ schemaName, name }) => [schemaName, name]);
    };
    const all = ['id', 'amount', 'mcc'].map((name) => ['mart', name]);
    expect(await columns()).toEqual(all);
    expect(await columns('mart')).toEqual(all);
    expect(await columns('public')).toEqual([]);
  });

  it('gives results as CSV to who asked for CSV, with every digit', async () => {
    const Sql = `select 9223372036854775807 as big, 1.10::decimal(18,2) as d, 'a "b", c' as t, null::int as n, '' as e, true as b
      union all select 1, 2.00, '한글', 2, 'x', false order by 1 desc`;
    const { Id } = await warehouse.client.send(new ExecuteStatementCommand({ ...where, Sql, ResultFormat: 'CSV' }));
    const described = await warehouse.client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
    expect(described).toMatchObject({ Status: 'FINISHED', ResultFormat: 'CSV' });
    const result = await warehouse.client.send(new GetStatementResultV2Command({ Id }));
    expect(result.TotalNumRows).toBe(2);
    expect(result.ColumnMetadata?.map(({ name }) => name)).toEqual(['big', 'd', 't', 'n', 'e', 'b']);
    expect(result.Records).toEqual([
      { CSVRecords: '9223372036854775807,1.10,"a ""b"", c",,"",true\n1,2.00,한글,2,x,false\n' },
    ]);
    await expect(warehouse.client.send(new GetStatementResultCommand({ Id }))).rejects.toThrow(/ResultFormat CSV/);
    const plain = await warehouse.client.send(new ExecuteStatementCommand({ ...where, Sql: 'select 1 as a' }));
    await warehouse.client.send(new DescribeStatementCommand({ Id: plain.Id, WaitTimeSeconds: 30 }));
    await expect(warehouse.client.send(new GetStatementResultV2Command({ Id: plain.Id }))).rejects.toThrow(
      /ResultFormat JSON: read its result with GetStatementResult/,
    );
  });
});
