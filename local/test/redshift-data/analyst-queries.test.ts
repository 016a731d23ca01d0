import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWarehouse, type Warehouse } from './warehouse.ts';

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
});
