import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWarehouse, type Warehouse } from './warehouse.ts';

const role = "iam_role 'arn:aws:iam::123456789012:role/load'";

// Each with the name that the error must say.
const refused: [sql: string, name: RegExp][] = [
  // Redshift has none of these.
  ['select count(*) filter (where a = 1) from t', /FILTER/],
  ['insert into t (a) values (1) returning a', /RETURNING/],
  ['insert into t (a) values (1) on conflict do nothing', /ON CONFLICT/],
  ['select distinct on (a) a from t', /DISTINCT ON/],
  ['select * from t, lateral (select 1) x', /LATERAL/],
  ['select array_agg(a) from t', /ARRAY_AGG/],
  ["select string_agg(b, ',') from t", /STRING_AGG/],
  ['select sum(a order by a) from t', /ORDER BY inside an aggregate/],
  ['create index i on t (a)', /CREATE INDEX/],
  ['create unique index i on t (a)', /CREATE UNIQUE/],
  ['select a is distinct from 2 from t', /IS DISTINCT FROM/],
  ['select * from generate_series(1, 2)', /GENERATE_SERIES/],
  ['select a from t except all select a from t', /EXCEPT ALL/],
  ['select a from t intersect all select a from t', /INTERSECT ALL/],
  ['select sum(a) over (order by a range between unbounded preceding and current row) from t', /RANGE frame/],
  ['select sum(a) over (order by a) from t', /require a frame clause: sum\(\)/],
  ['select row_number() over (order by a rows unbounded preceding) from t', /row_number\(\) may not have a frame/],
  ['select count(distinct a) over () from t', /count\(distinct ...\) over/],
  [
    'with s as (select 1 as a) merge into t using s on t.a = s.a when matched then delete when not matched then insert (a) values (1)',
    /WITH before MERGE/,
  ],
  ['merge into t using s on t.a = s.a when matched then delete', /exactly one WHEN MATCHED and one WHEN NOT MATCHED/],
  [
    'merge into t using s on t.a = s.a when matched and s.a > 1 then delete when not matched then insert (a) values (1)',
    /condition on an arm/,
  ],
  [
    'merge into t as x using s on x.a = s.a when matched then delete when not matched then insert (a) values (1)',
    /alias on the target of MERGE/,
  ],
  ['create table x (a int check (a > 1))', /CHECK constraint/],
  ['(select a from t limit 1) union select 2', /LIMIT may not be used within input to set operations/],
  ['select a from t qualify row_number() over (order by a) = 1', /QUALIFY directly after FROM needs an alias/],
  ['select tag from t', /"tag": it is a reserved word/],
  ['select a, b from t group by a', /column "b" must appear in the GROUP BY/],
  ["select cast('2020-02-30' as date)", /out of range: "2020-02-30"/],
  ['select 99999999999::int', /out of range/],
  ["select 'abc'::int", /invalid input syntax for integer: "abc"/],
  ['select a || true from t', /boolean/],
  ['select * from t where a', /WHERE must be type boolean/],
  [
    'select a from t where a in (select x.a from s x where x.a = t.a group by x.a)',
    /correlated subquery with GROUP BY in IN/,
  ],
  ['select (select max(x.a) over () from s x where x.a = t.a) from t', /window function in a correlated subquery/],
  ['select (select x.a from s x where x.a = t.a limit 1) from t', /LIMIT in a correlated subquery/],
  ['select (select count(*) from s x where x.a = t.a) as n from t group by n', /GROUP BY the result of a correlated/],
  [
    'select a from t where exists (select 1 from s where exists (select 1 from s x where x.a = t.b))',
    /column t.b of a query two levels up/,
  ],
  // Not known good here.
  ['select 1 from t left join s on t.a = s.a and s.a = (select max(a) from s)', /subquery in ON of a left join/],
  ["select a from t where c = '1.555'", /'1.555' beside numeric\(18,2\)/],
  [
    'merge into t using (select 1 as a) on t.a = s.a when matched then delete when not matched then insert (a) values (1)',
    /subquery in FROM must have an alias/,
  ],
  [
    'merge into t using t on t.a = t.a when matched then delete when not matched then insert (a) values (1)',
    /source and the target of MERGE may not be the same/,
  ],
  [
    'merge into t using s on t.a > s.a when matched then delete when not matched then insert (a) values (1)',
    /ON of MERGE/,
  ],
  ['merge into t using s on t.a = s.a remove duplicates', /REMOVE DUPLICATES/],
  ["select try_cast('1' as int)", /TRY_CAST/],
  ['select avg(b) from t', /function avg\(character varying\(3\)\) does not exist/],
  ['select stddev(b) from t', /function stddev\(character varying\(3\)\) does not exist/],
  ['select median(b) from t', /median\(\) of character varying\(3\)/],
  ['select median(1)', /must be applied on at least one user created tables: median\(\)/],
  [
    'select listagg(b) within group (order by a), listagg(a) within group (order by b) from t',
    /within group ORDER BY clauses for aggregate functions must be the same/,
  ],
  ['select percentile_cont(1.5) within group (order by a) from t', /between 0 and 1/],
  [
    'select percentile_disc(0.5) within group (order by a) from t',
    /PERCENTILE_DISC without OVER is not supported by Redshift/,
  ],
  ['select listagg(distinct b) within group (order by a) from t', /within group that is not ordered by x/],
  ['select lag(a, 1, 0) over (order by a) from t', /LAG with a default is not supported by Redshift; use coalesce/],
  ['select nth_value(a, 0) over (order by a rows unbounded preceding) from t', /greater than zero/],
  ['select distinct a from t order by b', /for SELECT DISTINCT, ORDER BY expressions must appear in select list/],
  ['select grouping(a) from t group by a', /grouping\(\) needs GROUP BY ROLLUP/],
  ['select * from (select a, b from t) pivot (sum(a) for b in (1))', /PIVOT .*sum\(case when/],
  ['select * from t unpivot (x for y in (a, c))', /UNPIVOT .*union all/],
  [
    'with recursive x as (select 1 as a union all select a + 1 from x where a < 3) select a from x',
    /must have a column name list/,
  ],
  [
    'select * from (with recursive x (a) as (select 1 union all select a + 1 from x where a < 3) select a from x) y',
    /WITH RECURSIVE in a subquery/,
  ],
  ['with recursive x (a) as (select 1 union select a from x) select a from x', /UNION ALL recursive-term/],
  [
    'with recursive x (a) as (select 1 union all select a + 1 from x where a < 3 limit 2) select a from x',
    /LIMIT are not supported/,
  ],
  ['select d::decimal(18,2) from t', /double precision to numeric\(18,2\)/],
  ['insert into t (c) select d from t', /floating point value into a DECIMAL column/],
  ['select ln(c) from t', /ln\(\) of a DECIMAL/],
  ['select b = 1 from t', /character varying\(3\) and integer/],
  ['insert into t (a) select b from t', /column "a" is of type integer/],
  ['select a = 1 = true from t', /chain of comparisons/],
  ['select b || b is null from t', /is after \|\|/],
  ['select (a, b) = (1, 2) from t', /row constructor/],
  ['select a from t where a = any (select 1)', /ANY/],
  ["select 'a\\n'", /single backslash in a string literal/],
  ["select E'a'", /prefix E/],
  ['select a from t order by 1 fetch first 5 rows only', /FETCH FIRST/],
  ['select a from t for update', /FOR UPDATE/],
  ['select a from t group by all', /GROUP BY ALL/],
  ['select a from t natural join s', /NATURAL JOIN/],
  ['select a into x from t', /SELECT INTO/],
  ['select sum(a) over w from t window w as (order by a)', /named window/],
  ["select to_char(date '2020-01-01', 'YYYY-J')", /the format 'YYYY-J' at 'J'/],
  ["select to_char(a, '9X') from t", /the format '9X' of a number/],
  ["select to_char(a, 'RN') from t", /the format 'RN' of a number/],
  [
    "select to_char(sum(c), '999.99') from t",
    /TO_CHAR of a 128-bit DECIMAL \(numeric\(38,2\)\) is not supported by Redshift; cast/,
  ],
  ["select to_char(d, '999.99') from t", /to_char\(\) of double precision/],
  ["select regexp_substr(b, '(?=a)') from t", /Perl form/],
  ["select regexp_instr(b, 'a?') from t", /a pattern that an empty text matches/],
  ["select regexp_substr(b, 'a\\\\bc') from t", /\\b in a regular expression/],
  ["select regexp_substr(b, 'a', 1, 1, 'x') from t", /parameters 'x'/],
  ["select regexp_replace(b, '(a)', '\\\\1') from t", /a group of the pattern/],
  ["select json_extract_path_text('{a', 'b')", /JSON parsing error/],
  ["select '2025-09-01T00:00:00+09:00'::timestamp", /'2025-09-01T00:00:00\+09:00' as timestamp/],
  ["select '13/01/2025'::date", /out of range: "13\/01\/2025"/],
  ["select '2025-09-01' at time zone 'UTC'", /at time zone of unknown/],
  ['select true::varchar(5)', /boolean to text.*case when x then 'true'/],
  ["select convert_timezone('PST', '2020-01-01')", /time zone 'PST'/],
  ["select '01.02.2020'::date", /'01.02.2020' as date/],
  ["select sha2('a', 512)", /sha2\(..., 512\)/],
  ['select pg_sleep(1)', /function pg_sleep\(\)/],
  ["select json_parse('1')", /function json_parse\(\)/],
  ['select * from pg_proc', /system view pg_proc/],
  ['select * from stl_query', /system view stl_query/],
  ['create table x (a int identity(1, 1))', /IDENTITY/],
  ['create table x (a super)', /type super/],
  ['create table x (a int) interleaved sortkey (a)', /INTERLEAVED SORTKEY/],
  ['create table x (a timestamp default getdate())', /DEFAULT that is not a literal/],
  ['create view x as select a from t with no schema binding', /WITH NO SCHEMA BINDING/],
  ['create materialized view x as select 1 as a', /CREATE MATERIALIZED/],
  ['create external schema x', /CREATE EXTERNAL/],
  ['alter table t drop column a', /ALTER TABLE ... DROP/],
  ['alter table t append from s', /ALTER TABLE APPEND/],
  ['drop schema public', /DROP SCHEMA/],
  ['grant select on t to group g', /GROUP/],
  ['grant fly on t to public', /privilege fly/],
  ["create user u password 'Secret1'", /PASSWORD DISABLE/],
  ['set search_path to x', /setting search_path/],
  ['set enable_result_cache_for_session to off', /setting enable_result_cache_for_session/],
  ['begin', /BEGIN/],
  ['commit', /COMMIT/],
  ['call p()', /statement CALL/],
  ['declare c cursor for select 1', /statement DECLARE/],
  ['explain select 1', /EXPLAIN is not known/],
  [`copy t from 's3://b/k' ${role} format as parquet`, /COPY by key prefix/],
  [`copy t from 's3://b/k' ${role} manifest csv`, /COPY option CSV/],
  [`copy t from 's3://b/k' ${role} manifest`, /PARQUET/],
  [`copy t from 's3://b/k' ${role} format as parquet manifest fillrecord`, /COPY option FILLRECORD/],
  ["copy t from 's3://b/k' iam_role default format as parquet manifest", /IAM_ROLE default/],
  [`unload ('select 1 as a') to 's3://b/k' ${role} json`, /UNLOAD option JSON/],
  [`unload ('select 1 as a') to 's3://b/k' ${role}`, /UNLOAD to anything but PARQUET and CSV/],
  [`unload ('select 1 as a') to 's3://b/k' ${role} parquet header`, /HEADER is not supported for PARQUET/],
  [`unload ('select 1 as a') to 's3://b/k' ${role} parquet extension 'p'`, /EXTENSION of PARQUET/],
  [`unload ('select 1 as a') to 's3://b/k' ${role} parquet partition by (a)`, /UNLOAD option PARTITION/],
  [`unload ('select a from t limit 1') to 's3://b/k' ${role} parquet`, /Limit clause/],
  // Ways out of the allow-list into DuckDB.
  ["select * from read_csv('/etc/passwd')", /table function read_csv/],
  ["select * from '/etc/passwd'", /syntax error/],
  ["select read_text('/etc/passwd')", /function read_text\(\)/],
  ["select getenv('HOME')", /function getenv\(\)/],
  ["copy t to '/tmp/x.csv'", /syntax error at or near "to"/],
  ["attach '/tmp/x.duckdb'", /syntax error/],
  ['pragma database_list', /statement PRAGMA/],
  ['install httpfs', /statement INSTALL/],
  ['load httpfs', /statement LOAD/],
  ['checkpoint', /statement CHECKPOINT/],
  ['select * from redshift_data_api.statement', /"?redshift_data_api"? does not exist/],
  ['select * from main.t', /schema "main" does not exist/],
  ['select * from duckdb_tables()', /table function duckdb_tables/],
  ['create schema redshift_data_api', /unacceptable schema name/],
  ['select 1; drop table t', /one SQL statement per entry/],
];

describe('constructs that are refused', () => {
  let warehouse: Warehouse;

  beforeAll(async () => {
    warehouse = await openWarehouse();
    await warehouse.run('create table t (a int, b varchar(3), c decimal(18,2), d float8)');
    await warehouse.run('create table s (a int)');
  });
  afterAll(() => warehouse.close());

  it.each(refused)('%s', async (sql, name) => {
    expect(await warehouse.errorOf(sql)).toMatch(name);
  });

  it('says the number of the statement in a batch', async () => {
    const done = await warehouse.batch(['select 1', 'select array_agg(a) from t', 'select 2']);
    expect(done.Error).toMatch(/^Query #2 failed with ERROR: ARRAY_AGG/);
  });

  it.each(['truncate t', 'vacuum t'])('refuses %s in a batch', async (sql) => {
    expect((await warehouse.batch(['select 1', sql])).Error).toMatch(/^Query #2 failed with ERROR: (TRUNCATE|VACUUM)/);
    expect((await warehouse.execute(sql)).Status).toBe('FINISHED');
  });
});
