import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWarehouse, type Warehouse } from './warehouse.ts';

// What Redshift answers, by the Developer Guide (its examples where it has some) or aws-redshift-facts.md.
const answers: [sql: string, row: unknown[]][] = [
  // Numbers
  ['select 5 / 2, -7 / 2, 7 % 3, mod(-7, 3)', [2, -3, 1, -1]],
  ['select 10.5 % 4', ['2.5']],
  ['select 1.10 + 2, 1.5 * 1.50, 3 - 0.25', ['3.10', '2.250', '2.75']],
  ['select cast(8.00 as decimal(8,2)) / cast(3.00 as decimal(8,2))', ['2.666666666']],
  ['select cast(10 as decimal(18,2)) / 4', ['2.5000000000000']],
  ['select sum(amount) / count(*) from sales', ['3.3366']],
  ['select round(sum(amount) / count(*), 2) from sales', ['3.34']],
  ['select round(28.05), round(28.05, 1), round(-2.345, 2)', ['28', '28.1', '-2.35']],
  ['select trunc(111.15), trunc(111.15, 1), trunc(-2.349, 2)', ['111', '111.1', '-2.34']],
  ['select ceil(28.05), floor(-28.05), abs(-1.50), sign(-28.05)', ['29', '-29', '1.50', '-1']],
  ['select cast(109.652 as decimal(4,1))', ['109.7']],
  ['select power(2, 3), sqrt(16), 7::float8 / 2', [8, 4, 3.5]],
  ['select 0.1::float8 + 0.2::float8, 0.1::float4', [0.30000000000000004, 0.1]],
  [
    'select sum(qty), sum(big), sum(amount), count(*), count(qty), count(distinct qty) from sales',
    [6, '9223372036854775810', '10.01', 3, 3, 3],
  ],
  ['select min(amount), max(amount), avg(ratio) from sales', ['1.01', '5.00', 0.5]],
  ['select greatest(1, null, 3), least(2.5, 1), coalesce(null, 2), nvl(null, 3)', [3, '1.0', 2, 3]],
  ['select nvl2(1, 2, 3), nvl2(null, 2, 3), nullif(1, 1), nullif(2, 1)', [2, 3, null, 2]],
  ["select decode(2, 1, 'a', 2, 'b', 'c'), decode(null, null, 'same', 'other')", ['b', 'same']],
  // Texts
  [
    "select concat('a', null), 'a' || null, 'a' || 5, concat('December 25, ', '2008')",
    [null, null, 'a5', 'December 25, 2008'],
  ],
  ["select len('français'), octet_length('français'), len('cat   ')", [8, 9, 6]],
  [
    "select substring('caterpillar', 6, 4), substring('caterpillar', 6, 8), substring('caterpillar', 0, 3)",
    ['pill', 'pillar', 'ca'],
  ],
  ["select substring('caterpillar' from 6 for 4), left('Gypsy', 3), right('Gypsy', 3)", ['pill', 'Gyp', 'psy']],
  ["select strpos('dogfish', 'fish'), charindex('fish', 'dogfish'), position('dog' in 'fish')", [4, 4, 0]],
  ["select split_part('a-b-c', '-', 2), split_part('a-b', '-', 5), replace('abab', 'b', 'c')", ['b', '', 'acac']],
  [
    "select trim('  a '), btrim('xxaxx', 'x'), ltrim('  a'), rtrim('a  '), trim(both 'x' from 'xax')",
    ['a', 'a', 'a', 'a', 'a'],
  ],
  [
    "select lpad('cat', 5), rpad('cat', 5, '0'), lpad('caterpillar', 3), upper('aé'), lower('AÉ')",
    ['  cat', 'cat00', 'cat', 'AÉ', 'aé'],
  ],
  ["select md5('Amazon Redshift')", ['f7415e33f972c03abd4f3fed36748f7a']],
  ["select sha2('a', 256)", ['ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb']],
  [
    "select 'abc' like 'a%', 'abc' not like '_b_', 'abc' ilike 'A%', 'a_c' like 'a^_c' escape '^'",
    [true, false, true, true],
  ],
  [
    "select 'abc' similar to '(a|x)b%', 'abc' ~ '^a.c$', 'abc' !~ 'b', 'a.c' similar to 'a.c', 'abc' similar to 'a.c'",
    [true, true, false, true, false],
  ],
  [
    "select '한글이'::varchar(7), '한글이'::varchar(9), 'toolong'::varchar(3), '😀😀'::varchar(7)",
    ['한글', '한글이', 'too', '😀'],
  ],
  ["select listagg(name, ', ') within group (order by name desc) from sales", ['다, 나, 가']],
  // Moments
  [
    "select dateadd(month, 18, '2008-02-28'), dateadd(m, 30, '2008-02-28')",
    ['2009-08-28 00:00:00', '2008-02-28 00:30:00'],
  ],
  ["select add_months('2008-03-31', 1), add_months('2008-04-30', 1)", ['2008-04-30 00:00:00', '2008-05-31 00:00:00']],
  [
    "select dateadd(month, 1, '2008-04-30'), dateadd(month, 12, '2016-02-29')",
    ['2008-05-30 00:00:00', '2017-02-28 00:00:00'],
  ],
  [
    "select dateadd(year, 1, '2016-02-29'), dateadd(year, 4, '2016-02-29'), dateadd(day, -7, '2024-01-03')",
    ['2017-03-01 00:00:00', '2020-02-29 00:00:00', '2023-12-27 00:00:00'],
  ],
  ["select datediff(year, '2008-12-31', '2009-01-01'), datediff(hour, '2023-01-01', '2023-01-03 05:04:03')", [1, 53]],
  [
    "select datediff(day, '2009-01-01', '2009-03-23'), datediff(hour, '2009-01-01 08:30:00', '2009-01-01 10:00:00')",
    [81, 2],
  ],
  [
    "select date_trunc('week', timestamp '2022-04-30 04:05:06.789'), date_trunc('month', date '2020-04-30')",
    ['2022-04-25 00:00:00', '2020-04-01 00:00:00'],
  ],
  ["select date_part(minute, timestamp '2023-01-04 04:05:06.789'), extract(dow from date '2022-05-02')", [5, 1]],
  [
    "select date_part(week, timestamp '2022-05-02 04:05:06.789'), extract(second from timestamp '2009-09-21 11:10:03.189717')",
    [18, 3],
  ],
  [
    "select last_day('2024-02-03'), trunc(timestamp '2011-07-21 10:32:38'), to_date('02/01/2024', 'DD/MM/YYYY')",
    ['2024-02-29', '2011-07-21', '2024-01-02'],
  ],
  [
    "select to_char(timestamp '2009-12-31 23:15:59.5', 'YYYY-MM-DD HH24:MI:SS.MS'), to_char(date '2009-12-31', 'YYYYMM')",
    ['2009-12-31 23:15:59.500', '200912'],
  ],
  [
    "select convert_timezone('US/Pacific', timestamp '2008-08-24 09:36:12'), convert_timezone('America/New_York', '2013-06-01 08:00:00')",
    ['2008-08-24 02:36:12', '2013-06-01 04:00:00'],
  ],
  ["select convert_timezone('Asia/Seoul', 'UTC', timestamp '2025-09-01 00:00:00')", ['2025-08-31 15:00:00']],
  [
    "select date '2020-01-01' + 1, date '2020-03-01' - date '2020-02-01', date '2020-01-31' + interval '1 month'",
    ['2020-01-02', 29, '2020-02-29 00:00:00'],
  ],
  [
    "select timestamp '2020-01-01 00:00:00.120', cast('2008-02-18 02:36:48' as date), cast(date '2020-01-01' as timestamp)",
    ['2020-01-01 00:00:00.12', '2008-02-18', '2020-01-01 00:00:00'],
  ],
  // Logic and NULL
  ['select not null::bool, null and false, (1 = 1) is true, null::bool is unknown', [null, false, true, true]],
  ['select 1 in (1, null), 2 in (1, null), 2 not in (1, 3), 2 between 1 and 3', [true, null, true, true]],
  ["select case 2 when 1 then 'a' when 2 then 'b' end, case when false then 1 end", ['b', null]],
  ['select bool_and(qty > 0), bool_or(qty > 2), approximate count(distinct qty) from sales', [true, true, 3]],
  ['select median(ratio), percentile_cont(0.25) within group (order by ratio) from sales', [0.5, 0.375]],
  // Queries
  ['select top 1 name from sales order by amount desc', ['나']],
  ['with a as (select qty from sales), b (n) as (select max(qty) from a) select n from b', [3]],
  ['select count(*) from sales a left join sales b on a.id = b.qty + 10 where b.id is null', [3]],
  ['select count(*) from sales a where exists (select 1 from sales b where b.qty = a.qty + 1)', [2]],
  ['select (select max(b.amount) from sales b where b.qty < a.qty) from sales a where a.qty = 3', ['5.00']],
  ['select id, qty + 1 as more, more * 2 as twice from sales where id = 1', [1, 2, 4]],
  ['select count(*) from (select 1 as a union select 1 union all select 1) x', [2]],
  // INTERSECT binds tighter than UNION.
  ['select count(*) from (select 1 as a union select 2 intersect select 3) x', [1]],
  ['select id from sales as s qualify row_number() over (order by amount desc) = 1', [2]],
  [
    'select sum(amount) over (partition by 1 order by id rows between unbounded preceding and current row) from sales order by 1 limit 1',
    ['4.00'],
  ],
  ['select ratio_to_report(qty) over () from sales order by 1 limit 1', [1 / 6]],
  ['select a.x from (select 1 as x union all select null) a order by x limit 1', [1]],
  ['select a.x from (select 1 as x union all select null) a order by x desc limit 1', [null]],
  ['select a.x from (select 1 as x union all select null) a order by x desc nulls last limit 1', [1]],
  [
    "select first_value(x) over (order by x rows between unbounded preceding and unbounded following) from (select 'b' as x union all select null) a limit 1",
    ['b'],
  ],
  ['select row_number() over (order by x desc) from (select 1 as x union all select null) a order by x limit 1', [2]],
];

describe('what Redshift answers', () => {
  let warehouse: Warehouse;

  beforeAll(async () => {
    warehouse = await openWarehouse();
    await warehouse.run(
      'create table sales (id int, name varchar(10), qty int, big bigint, amount decimal(18,2), ratio float8)',
    );
    await warehouse.run(`insert into sales values (1, '가', 1, 9223372036854775807, 4.00, 0.25),
      (2, '나', 2, 1, 5.00, 0.5), (3, '다', 3, 2, 1.01, 0.75)`);
  });
  afterAll(() => warehouse.close());

  it.each(answers)('%s', async (sql, row) => {
    expect((await warehouse.query(sql))[0]).toEqual(row);
  });
});
