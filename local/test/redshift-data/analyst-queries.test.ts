import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWarehouse, type Warehouse } from './warehouse.ts';

/** Digits as a DECIMAL of a scale is written. */
function write(digits: bigint, scale: number): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const sign = digits < 0n ? '-' : '';
  return scale === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/** What analysts write, with its answers: examples of the Developer Guide under the name of their page, and the rules beside them. */
type Answer = [query: string, rows: unknown[][]];

const winsales = [
  'create table winsales (salesid int, dateid date, sellerid int, buyerid varchar(1), qty int, qty_shipped int)',
  `insert into winsales values
    (30001, '2003-08-02', 3, 'b', 10, 10), (10001, '2003-12-24', 1, 'c', 10, 10), (10005, '2003-12-24', 1, 'a', 30, null),
    (40001, '2004-01-09', 4, 'a', 40, null), (10006, '2004-01-18', 1, 'c', 10, null), (20001, '2004-02-12', 2, 'b', 20, 20),
    (40005, '2004-02-12', 4, 'a', 10, 10), (20002, '2004-02-16', 2, 'c', 20, 20), (30003, '2004-04-18', 3, 'b', 15, null),
    (30004, '2004-04-18', 3, 'b', 20, null), (30007, '2004-09-07', 3, 'c', 30, null)`,
];
const orders = [
  'create table orders (id int, product varchar(20), category varchar(20), pre_owned varchar(1), cost decimal(18,0))',
  `insert into orders values (0, 'laptop', 'computers', 'T', 1000), (1, 'smartphone', 'cellphones', 'T', 800),
    (2, 'smartphone', 'cellphones', 'T', 810), (3, 'laptop', 'computers', 'F', 1050), (4, 'mouse', 'computers', 'F', 50)`,
];
const money = [
  'create table money (id int, amount decimal(18,2), cents bigint, share float8)',
  'insert into money values (1, 10.00, 1000, 0.5), (2, 10.01, 1001, 1.5), (3, -0.05, -5, 2.5), (4, null, null, null)',
];

const aggregates: Answer[] = [
  // AVG: BIGINT of integers, DECIMAL(38, s) of decimals.
  ['select avg(qty), avg(qty::smallint), avg(qty::bigint) from winsales', [[19, 19, 19]]],
  ['select avg(cents), avg(distinct cents) from money where id > 1', [[498, 498]]],
  ['select avg(amount), avg(distinct amount), avg(-amount) from money', [['6.65', '6.65', '-6.65']]],
  ['select avg(amount), avg(cents), avg(share) from money where id = 4', [[null, null, null]]],
  [
    'select id, avg(amount) over (order by id rows 1 preceding) from money where id < 4 order by id',
    [
      [1, '10.00'],
      [2, '10.00'],
      [3, '4.98'],
    ],
  ],
  // MEDIAN, PERCENTILE_CONT, PERCENTILE_DISC as window functions.
  [
    'select sellerid, median(qty) from winsales group by sellerid order by sellerid',
    [
      [1, '10.0'],
      [2, '20.0'],
      [3, '17.5'],
      [4, '25.0'],
    ],
  ],
  [
    'select distinct sellerid, median(qty) over (partition by sellerid) from winsales order by 1',
    [
      [1, '10.0'],
      [2, '20.0'],
      [3, '17.5'],
      [4, '25.0'],
    ],
  ],
  ['select distinct percentile_cont(0.5) within group (order by qty) over () from winsales', [['20.0']]],
  [
    'select distinct sellerid, percentile_disc(0.5) within group (order by qty) over (partition by sellerid) from winsales order by 1',
    [
      [1, 10],
      [2, 20],
      [3, 15],
      [4, 10],
    ],
  ],
  ['select median(amount), percentile_cont(0.25) within group (order by amount) from money', [['10.000', '4.9750']]],
  ['select percentile_cont(0.25) within group (order by amount desc) from money', [['10.0050']]],
  ['select median(share), percentile_cont(0.25) within group (order by share) from money', [[1.5, 1]]],
  [
    'select percentile_cont(0) within group (order by qty), percentile_cont(1) within group (order by qty) from winsales',
    [['10', '40']],
  ],
  ['select median(amount) from money where id = 4', [[null]]],
  ['select approximate percentile_disc(0.5) within group (order by qty) from winsales', [[20]]],
  ['select distinct percentile_disc(0.9) within group (order by buyerid) over () from winsales', [['c']]],
  // STDDEV_SAMP and VAR_SAMP.
  [
    'select cast(round(stddev_samp(qty), 4) as dec(14,4)), round(var_pop(amount)::float8, 4), stddev(qty) from winsales, money where money.id = 4 and salesid = 30001',
    [[null, null, null]],
  ],
  [
    'select round(stddev_pop(qty), 6), round(stddev(qty), 6), round(variance(qty), 6), round(var_pop(qty), 6) from winsales',
    [[9.642365, 10.112998, 102.272727, 92.975207]],
  ],
  // ANY_VALUE.
  ['select any_value(qty) from winsales where sellerid = 2', [[20]]],
  // LISTAGG.
  [
    "select sellerid, listagg(buyerid, ',') within group (order by salesid) from winsales group by sellerid order by 1",
    [
      [1, 'c,a,c'],
      [2, 'b,c'],
      [3, 'b,b,b,c'],
      [4, 'a,a'],
    ],
  ],
  ["select listagg(distinct buyerid, '|') within group (order by buyerid desc) from winsales", [['c|b|a']]],
  ["select listagg(distinct qty, ', ') within group (order by qty) from winsales", [['10, 15, 20, 30, 40']]],
  ['select listagg(sellerid) within group (order by dateid, salesid) from winsales where sellerid < 3', [['11122']]],
  [
    "select listagg(distinct nullif(buyerid, 'a')) within group (order by nullif(buyerid, 'a')) from winsales",
    [['bc']],
  ],
  [
    "select distinct sellerid, listagg(buyerid, '') within group (order by salesid) over (partition by sellerid) from winsales order by 1",
    [
      [1, 'cac'],
      [2, 'bc'],
      [3, 'bbbc'],
      [4, 'aa'],
    ],
  ],
];

const windows: Answer[] = [
  // LAG has no default in the guide of 2023; NTH_VALUE.
  [
    'select salesid, lag(qty, 1) over (partition by sellerid order by salesid) from winsales where sellerid = 4 order by 1',
    [
      [40001, null],
      [40005, 40],
    ],
  ],
  [
    'select distinct nth_value(qty, 3) over (order by qty desc, salesid rows between unbounded preceding and unbounded following) from winsales',
    [[30]],
  ],
  [
    'select distinct nth_value(qty_shipped, 2) ignore nulls over (order by salesid rows between unbounded preceding and unbounded following) from winsales',
    [[20]],
  ],
];

const groups: Answer[] = [
  // Aggregation extensions.
  [
    'select category, product, sum(cost) as total from orders group by grouping sets (category, product) order by 1, 2',
    [
      ['cellphones', null, '1610'],
      ['computers', null, '2100'],
      [null, 'laptop', '2050'],
      [null, 'mouse', '50'],
      [null, 'smartphone', '1610'],
    ],
  ],
  [
    'select category, product, sum(cost) as total from orders group by rollup (category, product) order by 1, 2',
    [
      ['cellphones', 'smartphone', '1610'],
      ['cellphones', null, '1610'],
      ['computers', 'laptop', '2050'],
      ['computers', 'mouse', '50'],
      ['computers', null, '2100'],
      [null, null, '3710'],
    ],
  ],
  [
    `select category, product, grouping(category) as g0, grouping(product) as g1, grouping(category, product) as g2, sum(cost)
     from orders group by cube (category, product) order by 3, 1, 2`,
    [
      ['cellphones', 'smartphone', 0, 0, 0, '1610'],
      ['cellphones', null, 0, 1, 1, '1610'],
      ['computers', 'laptop', 0, 0, 0, '2050'],
      ['computers', 'mouse', 0, 0, 0, '50'],
      ['computers', null, 0, 1, 1, '2100'],
      [null, 'laptop', 1, 0, 2, '2050'],
      [null, 'mouse', 1, 0, 2, '50'],
      [null, 'smartphone', 1, 0, 2, '1610'],
      [null, null, 1, 1, 3, '3710'],
    ],
  ],
  [
    `select pre_owned, category, grouping_id(category, product, pre_owned) as group_id, sum(cost) as total
     from orders group by pre_owned, rollup (category, product) having grouping(product) = 1 order by 3, 1, 2`,
    [
      ['F', 'computers', 2, '1100'],
      ['T', 'cellphones', 2, '1610'],
      ['T', 'computers', 2, '1000'],
      ['F', null, 6, '1100'],
      ['T', null, 6, '2610'],
    ],
  ],
  [
    'select category, sum(cost) from orders group by grouping sets ((category, product), ()) order by 1, 2',
    [
      ['cellphones', '1610'],
      ['computers', '50'],
      ['computers', '2050'],
      [null, '3710'],
    ],
  ],
  // WITH RECURSIVE.
  [
    `with recursive john_org (id, name, manager_id, level) as (
      select id, name, manager_id, 1 as level from employee where name = 'John'
      union all
      select e.id, e.name, e.manager_id, level + 1 as next_level from employee e, john_org j
        where e.manager_id = j.id and level < 4)
    select distinct id, name, manager_id from john_org order by manager_id, id`,
    [
      [102, 'David', 101],
      [103, 'Kwaku', 101],
      [104, 'Nikki', 102],
      [101, 'John', null],
    ].sort((a, b) => Number(a[2] ?? 999) - Number(b[2] ?? 999)),
  ],
  [
    'with recursive n (i) as (select 1 union all select i + 1 from n where i < 5), m as (select max(i) as most from n) select most from m',
    [[5]],
  ],
  // SELECT DISTINCT with ORDER BY of the list.
  ['select distinct sellerid + 1 as s from winsales order by sellerid + 1 desc limit 2', [[5], [4]]],
];

const scalars: [expression: string, value: unknown][] = [
  // DATEDIFF, with the weeks of DATE_TRUNC; MONTHS_BETWEEN; AT TIME ZONE.
  ["datediff(week, '2009-01-01', '2009-12-31')", 52],
  ["datediff(week, '2019-12-31', '2019-12-27')", -1],
  ["datediff(week, '2019-12-31', '2020-01-05')", 0],
  ["datediff(week, '2019-12-31', '2020-01-06')", 1],
  ["datediff(qtr, '2024-12-31', '2025-01-01')", 1],
  ["datediff(quarter, '2025-01-01', '2025-03-31')", 0],
  ["months_between('1969-01-18', '1969-03-18')", -2],
  ["months_between('2014-09-30', '2014-08-31 10:00')", 1],
  ["round(months_between('2008-12-25 15:00:00', '2008-01-21 19:30:00'), 2)", 11.12],
  ["round(months_between('2008-12-01 19:30:00', '2008-01-03 15:00:00'), 2)", 10.94],
  ["timestamp '2025-09-01 00:00:00' at time zone 'Asia/Seoul'", '2025-08-31 15:00:00+00'],
  ["timestamp '2025-09-01 00:00:00' at time zone 'UTC' at time zone 'Asia/Seoul'", '2025-09-01 09:00:00'],
  // Moments as people write them.
  ["'2025-09-01T00:00:00Z'::timestamp", '2025-09-01 00:00:00'],
  ["'2025-09-01 10:20:30.5+00'::timestamp", '2025-09-01 10:20:30.5'],
  ["'20250905'::date", '2025-09-05'],
  ["'20250905 10:20'::timestamp", '2025-09-05 10:20:00'],
  ["'09/05/2025'::date", '2025-09-05'],
  ["'9/5/2025 10:20:30'::timestamp", '2025-09-05 10:20:30'],
  // TO_CHAR of moments.
  ["to_char(timestamp '2009-12-31 23:15:59', 'MONTH-DY-DD-YYYY HH12:MIPM')", 'DECEMBER -THU-31-2009 11:15PM'],
  ["to_char(timestamp '2009-12-31 23:15:59', 'DDD')", '365'],
  ["to_char(timestamp '2022-05-16 23:15:59', 'ID')", '1'],
  ["to_char(date '2009-12-31', 'MONTH')", 'DECEMBER '],
  ["to_char(timestamp '2008-01-25 14:30:00', 'MON-DD-YYYY HH12:MIPM')", 'JAN-25-2008 02:30PM'],
  ["to_char(timestamp '2009-12-31 23:15:59', 'HH24:MI:SS')", '23:15:59'],
  ["to_char(timestamp '2008-02-18 02:36:48', 'cc')", '21'],
  ["to_char(timestamp '2015-04-10 18:45:09.325143', 'HH24:MI:SS.MS')", '18:45:09.325'],
  ["to_char(timestamp '2015-04-10 18:45:09.325143', 'HH24:MI:SS:US')", '18:45:09:325143'],
  [
    "to_char(date '2025-09-05', 'FMMonth FMDay, Mon dy D Q IW YY \"week\" WW')",
    'September Friday, Sep fri 6 3 36 25 week 36',
  ],
  ["to_char(date '2024-12-30', 'IYYY-IW')", '2025-01'],
  // TO_CHAR of numbers.
  ["to_char(125.8, '999D99')", ' 125.80'],
  ["to_char(-125.8, '999.99')", '-125.80'],
  ["to_char(1234567.891, '9,999,999.99')", ' 1,234,567.89'],
  ["to_char(1234.5, '999,999.00')", '   1,234.50'],
  ["to_char(-12.5, 'FM999,990.00')", '-12.50'],
  ["to_char(0.5, '990.00')", '   0.50'],
  ["to_char(0.5, '999.99')", '    .50'],
  ["to_char(12.5, 'FM999.99')", '12.5'],
  ["to_char(7, '000')", ' 007'],
  ["to_char(0, '999')", '   0'],
  ["to_char(1234, '999.9')", ' ###.#'],
  ["to_char(0.999, '9.99')", ' 1.00'],
  ["to_char(-1234, 'FM999.9')", '-###.#'],
  ["to_char(0, 'FM9.99')", '0.'],
  // REGEXP_*; POSIX classes; occurrences, positions and parameters.
  ["regexp_substr('Etiam@sodales.edu', '@[^.]*')", '@sodales'],
  ["regexp_substr('the fox', 'FOX', 1, 1, 'i')", 'fox'],
  ["regexp_substr('THE SECRET CODE IS THE LOWERCASE PART OF 1931abc0EZ.', '[a-z]+', 1, 1, 'c')", 'abc'],
  ["regexp_substr('This is a cat, this is a dog. This is a mouse.', 'this is a (\\\\w+)', 1, 2, 'ie')", 'dog'],
  ["regexp_substr('abc', '[0-9]')", ''],
  ["regexp_substr('abc', 'b', 5)", ''],
  ["regexp_substr('abc', 'b', 1, 0)", null],
  ["regexp_count('abcdefghijklmnopqrstuvwxyz', '[a-z]{3}')", 8],
  ["regexp_count('cur@x.ca', '@[^.]*[.](org|edu)')", 0],
  ["regexp_count('the fox', 'FOX', 1, 'i')", 1],
  ["regexp_instr('Etiam.laoreet.libero@sodales.edu', '@[^.]*')", 21],
  ["regexp_instr('The Home Depot Center', '[cC]ent(er|re)$')", 16],
  ["regexp_instr('the fox', 'FOX', 1, 1, 0, 'i')", 5],
  ["regexp_instr('a1b22c', '[0-9]+', 1, 2)", 4],
  ["regexp_instr('a1b22c', '[0-9]+', 1, 2, 1)", 6],
  ["regexp_instr('a1b22c', '[0-9]+', 1, 3)", 0],
  ["regexp_instr('a1b22c', '[0-9]+', 3)", 4],
  ["regexp_replace('cur@sodales.edu', '@.*[.](org|gov|com|edu|ca)$')", 'cur'],
  ["regexp_replace('cur@sodales.edu', '@.*[.][[:alpha:]]{2,3}', '@internal.company.com')", 'cur@internal.company.com'],
  ["regexp_replace('the fox', 'FOX', 'quick brown fox', 1, 'i')", 'the quick brown fox'],
  ["regexp_replace('aXbXc', 'X', '-', 3)", 'aXb-c'],
  ["regexp_replace(null::varchar(3), 'X')", null],
  ["'50%' like '50\\\\%'", true],
  ["'500' like '50^%' escape '^'", false],
  ["'a_b' like 'a\\\\_b' escape '\\\\'", true],
  // JSON_EXTRACT_PATH_TEXT.
  [`json_extract_path_text('{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}}', 'f4', 'f6')`, 'star'],
  [`json_extract_path_text('{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}', 'f4', 'f6', true)`, null],
  [
    `json_extract_path_text('{"farm": {"barn": {"color": "red", "feed stocked": true}}}', 'farm', 'barn', 'feed stocked')`,
    'true',
  ],
  [`json_extract_path_text('{"farm": {"barn": {}}}', 'farm', 'barn', 'color')`, null],
  [`json_extract_path_text('{"a/b": {"c~d": [1, 2]}}', 'a/b', 'c~d')`, '[1,2]'],
  ['json_array_length(\'[11,12,13,{"f1":21,"f2":[25,26]},14]\')', 5],
  ['is_valid_json(\'{"a":2}\')', true],
  ['is_valid_json(\'{"a":2\')', false],
  // INITCAP, CHR, ASCII, TRANSLATE, REPEAT.
  ["initcap('nibh.enim@egestas.ca')", 'Nibh.Enim@Egestas.Ca'],
  ["initcap('THEATRE de l''EST 2nd')", "Theatre De L'Est 2nd"],
  ["initcap('')", ''],
  ['chr(65)', 'A'],
  ['chr(300)', null],
  ["ascii('amazon')", 97],
  ["translate('mint tea', 'inea', 'osin')", 'most tin'],
  ["repeat('ab', 3)", 'ababab'],
  // ROUND and TRUNC to the left of the point.
  ['round(28.05, -1)', '30'],
  ['round(2500, -3)', 3000],
  ['round(-2500, -3)', -3000],
  ['round(2499, -3)', 2000],
  ['trunc(2999, -3)', 2000],
  ['trunc(-115.99, -1)', '-110'],
  ['log(100)', 2],
  // Literals are rounded by a cast, values of tables are cut.
  ['cast(109.652 as decimal(4,1))', '109.7'],
  ['162.50::integer', 163],
  ['(select (amount / 1)::integer from money where id = 2)', 10],
  ['(select (0 - amount)::decimal(18,1) from money where id = 2)', '-10.0'],
  ['(select (amount + 0.99)::int from money where id = 1)', 10],
];

describe('what analysts write', () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await openWarehouse();
    const people = [
      'create table employee (id int, name varchar(20), manager_id int)',
      "insert into employee values (101, 'John', null), (102, 'David', 101), (103, 'Kwaku', 101), (104, 'Nikki', 102), (105, 'Mo', 999)",
    ];
    for (const sql of [...winsales, ...orders, ...money, ...people]) await warehouse.run(sql);
  });
  afterAll(() => warehouse.close());

  it.each([...aggregates, ...windows, ...groups])('%s', async (query, rows) => {
    expect(await warehouse.query(query)).toEqual(rows);
  });

  it('averages and interpolates exact numbers to the last digit', async () => {
    const cents = fc.array(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), { minLength: 1, maxLength: 12 });
    const shares = fc.constantFrom('0', '0.1', '0.5', '0.25', '0.333', '0.9', '1');
    await fc.assert(
      fc.asyncProperty(cents, shares, async (values, share) => {
        const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        const places = share.split('.')[1]?.length ?? 0;
        const unit = 10n ** BigInt(places);
        const at = BigInt(share.replace('.', '')) * BigInt(values.length - 1);
        const low = sorted[Number(at / unit)] as bigint;
        const high = sorted[Math.min(Number(at / unit) + 1, values.length - 1)] as bigint;
        const between = low * (unit - (at % unit)) + high * (at % unit);
        const mean = values.reduce((sum, value) => sum + value, 0n) / BigInt(values.length);
        const rows = values.map((value) => `select ${write(value, 2)}::decimal(20,2) as v`).join(' union all ');
        expect(
          await warehouse.query(
            `select avg(v), percentile_cont(${share}) within group (order by v), avg((v * 100)::bigint) from (${rows}) t`,
          ),
        ).toEqual([[write(mean, 2), write(between, 2 + places), Number(mean)]]);
      }),
      { numRuns: 40 },
    );
  });

  it.each(scalars)('%s', async (expression, value) => {
    expect(await warehouse.query(`select ${expression}`)).toEqual([[value]]);
  });
});
