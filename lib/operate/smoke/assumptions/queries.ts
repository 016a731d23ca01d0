import type { Assumption } from '../assumption.ts';
import { answers, fails } from '../checks.ts';
import { developerGuide, inferred } from '../sources.ts';

const rows = (columns: string, values: string): string[] => [
  `create temp table t (${columns})`,
  `insert into t values ${values}`,
];
const amounts = rows(
  'id int, amount decimal(18, 2), is_refund boolean',
  '(1, 10.00, false), (2, 2.50, true), (3, 0.05, false)',
);

/** What SQL answers, as sql/ uses it: values and types. */
export const queries: Assumption[] = [
  {
    name: 'sum-of-decimal',
    says: 'sum of DECIMAL(18,2) is DECIMAL(38,2), exact, also of a CASE with 0.00 or a negated amount',
    source: developerGuide('SUM', 'r_SUM'),
    check: answers(
      ...amounts,
      `select sum(amount) as amount, sum(case when is_refund then 0.00 else amount end) as gross,
        sum(case when is_refund then -amount else amount end) as net from t`,
    ),
  },
  {
    name: 'sum-of-integer',
    says: 'sum of INTEGER is BIGINT, count is BIGINT',
    source: developerGuide('SUM', 'r_SUM'),
    check: answers(...amounts, 'select sum(case when is_refund then 0 else 1 end) as sales, count(*) as n from t'),
  },
  {
    name: 'sum-of-bigint',
    says: 'sum of BIGINT is NUMERIC(38,0); compared with a count it is equal',
    source: developerGuide('SUM', 'r_SUM'),
    check: answers(
      ...rows('a bigint, b bigint', '(1, 2), (3, 4)'),
      'select sum(a + b) as total, sum(a + b) = 10 as same from t',
    ),
  },
  {
    name: 'decimal-difference',
    says: 'DECIMAL(38,2) minus coalesce(DECIMAL(38,2), 0.00) keeps two digits',
    source: developerGuide('Computations with numeric values', 'r_numeric_computations201'),
    check: answers(
      ...rows('a decimal(38, 2), b decimal(38, 2)', '(10.00, null), (10.00, 0.05)'),
      'select a - coalesce(b, 0.00) as monetary from t order by 1',
    ),
  },
  {
    name: 'decimal-quotient',
    says: 'a quotient of DECIMALs has the scale of the formula and is cut at its last digit',
    source: inferred('the guide gives the scale and does not say whether the last digit is rounded'),
    check: answers(...rows('a decimal(8, 2), b decimal(8, 2)', '(8.00, 3.00)'), 'select a / b as quotient from t'),
  },
  {
    name: 'integer-division',
    says: 'integers divide to an integer, towards zero',
    source: developerGuide('Computations with numeric values', 'r_numeric_computations201'),
    check: answers('select 5 / 2 as a, -7 / 2 as b, 7 % 3 as c'),
  },
  {
    name: 'ntile',
    says: 'ntile(5) fills the first groups when rows do not divide evenly, in order; an INTEGER column takes it',
    source: developerGuide('NTILE', 'r_WF_NTILE'),
    check: answers(
      ...rows('id int', '(1), (2), (3), (4), (5), (6), (7)'),
      'create temp table scored (id int, score int)',
      'insert into scored select id, 6 - ntile(5) over (order by id) from t',
      'select id, score, 6 - ntile(5) over (order by id) as now from scored order by id',
    ),
  },
  {
    name: 'windows-by-partition',
    says: 'min, max and row_number work over partitions, without a frame where there is no order',
    source: developerGuide('Window functions', 'c_Window_functions'),
    check: answers(
      ...rows('card varchar(8), day date', "('a', '2025-09-01'), ('a', '2025-09-03'), ('b', '2025-09-02')"),
      `select card, day, min(day) over (partition by card) as first_day, max(day) over (partition by card) as last_day,
        row_number() over (partition by card order by day desc) as recency from t order by card, day`,
    ),
  },
  {
    name: 'null-order',
    says: 'NULL comes last ascending and first descending',
    source: developerGuide('ORDER BY', 'r_ORDER_BY_clause'),
    check: answers(
      ...rows('a int', '(1), (null), (2)'),
      'select a, row_number() over (order by a desc) as down from t order by a',
    ),
  },
  {
    name: 'merge-updates-and-inserts',
    says: 'MERGE updates what matches and inserts what does not; the source may have an alias',
    source: developerGuide('MERGE', 'r_MERGE'),
    check: answers(
      'create temp table target (a int, b varchar(8))',
      'create temp table source (like target)',
      "insert into target values (1, 'old'), (2, 'kept')",
      "insert into source values (1, 'new'), (3, 'new')",
      `merge into target using source as staged on target.a = staged.a
        when matched then update set b = staged.b when not matched then insert (a, b) values (staged.a, staged.b)`,
      'select a, b from target order by a',
    ),
  },
  {
    name: 'delete-using',
    says: 'DELETE ... USING deletes the rows that match another table',
    source: developerGuide('DELETE', 'r_DELETE'),
    check: answers(
      ...rows('a int', '(1), (2), (3)'),
      'create temp table departed as select a from t where a < 3',
      'delete from t using departed where t.a = departed.a',
      'select a from t',
    ),
  },
  {
    name: 'create-table-like',
    says: 'CREATE TABLE (LIKE ...) takes columns, their order and types',
    source: developerGuide('CREATE TABLE', 'r_CREATE_TABLE_NEW'),
    check: answers(
      ...rows('a bigint not null, b decimal(18, 2), c varchar(3)', "(1, 2, 'x')"),
      'create temp table copied (like t)',
      'insert into copied select * from t',
      'select * from copied',
    ),
  },
  {
    name: 'create-table-like-keeps-not-null',
    says: 'it takes NOT NULL too',
    source: developerGuide('CREATE TABLE', 'r_CREATE_TABLE_NEW'),
    check: fails(
      'create temp table t (a int not null)',
      'create temp table copied (like t)',
      'insert into copied values (null)',
    ),
  },
  {
    name: 'create-table-as-with',
    says: 'CREATE TABLE AS and INSERT take a query that begins with WITH',
    source: developerGuide('CREATE TABLE AS', 'r_CREATE_TABLE_AS'),
    check: answers(
      ...rows('a int', '(1), (1), (2)'),
      'create temp table d as with once as (select distinct a from t) select a from once',
      'insert into d (a) with more as (select max(a) + 1 as a from t) select a from more',
      'select a from d order by a',
    ),
  },
  {
    name: 'full-outer-join',
    says: 'a full outer join on two columns keeps what only one side has; IN (subquery) filters by another table',
    source: developerGuide('FROM', 'r_FROM_clause30'),
    check: answers(
      ...rows('day date, currency varchar(3), n bigint', "('2025-09-01', 'KRW', 1), ('2025-09-02', 'KRW', 2)"),
      'create temp table other (like t)',
      "insert into other values ('2025-09-02', 'KRW', 2), ('2025-09-02', 'USD', 3)",
      `select count(*) as different from (select day, currency, n from t where day in (select day from t)) l
        full outer join other r on l.day = r.day and l.currency = r.currency
        where l.day is null or r.day is null or l.n <> r.n`,
    ),
  },
  {
    name: 'names-fold-to-lower-case',
    says: 'names without quotes are lower case, in results too',
    source: developerGuide('Names and identifiers', 'r_names'),
    check: answers('select 1 as Total_Amount, 2 as "n"'),
  },
  {
    name: 'calendar',
    says: 'dateadd of days and extract of year, quarter, month, day, ISO week and day of week (Sunday is 0) give integers',
    source: developerGuide('EXTRACT', 'r_EXTRACT_function'),
    check: answers(
      ...rows('d date', "('2024-12-30'), ('2025-01-05')"),
      `select d, extract(year from d) as y, extract(quarter from d) as q, extract(month from d) as m, extract(day from d) as dd,
        extract(week from d) as w, extract(dayofweek from d) as dow, dateadd(day, 1, d)::date as next_day from t order by d`,
    ),
  },
  {
    name: 'days-between',
    says: 'datediff(day, a, b) counts days, as BIGINT; an INTEGER column takes it',
    source: developerGuide('DATEDIFF', 'r_DATEDIFF_function'),
    check: answers(
      ...rows('a date, b date', "('2025-09-01', '2025-11-21')"),
      'create temp table r (n int)',
      'insert into r select datediff(day, a, b) from t',
      'select datediff(day, a, b) as days, (select n from r) as kept from t',
    ),
  },
  {
    name: 'trailing-blanks',
    says: 'trailing blanks count in comparisons here, on Redshift they do not',
    source: developerGuide('Character types', 'r_Character_types'),
    unchecked: 'known to be otherwise, and nothing hangs on it: the contract trims every value',
  },
];
