import { GetStatementResultV2Command } from '@aws-sdk/client-redshift-data';
import type { Assumption, Check } from '../assumption.ts';
import { answers, errorOf } from '../checks.ts';
import { settle, submit } from '../run-statements.ts';
import { apiReference, developerGuide, inferred } from '../sources.ts';

const rows = (columns: string, values: string): string[] => [
  `create temp table t (${columns})`,
  `insert into t values ${values}`,
];
const amounts = rows(
  'g int, n int, amount decimal(18, 2)',
  '(1, 1, 10.00), (1, 2, 10.01), (1, 2, 10.01), (2, -1, -0.01), (2, -2, -0.02)',
);

const csv: Check = async (bench) => {
  const Id = await submit(bench, ["select 1 as a, null::int as b, '' as c, 'x,\"y' as d, true as e"], {
    ResultFormat: 'CSV',
  });
  await settle(bench, Id);
  const result = await bench.client.send(new GetStatementResultV2Command({ Id: `${Id}:1` }));
  return { found: { records: (result.Records ?? []).map(({ CSVRecords = '' }) => CSVRecords) } };
};

/** What people ask, and no SQL of ours may rest on: the guide leaves a digit or a boundary open. */
export const analysis: Assumption[] = [
  {
    name: 'average-of-integers',
    says: 'avg of integers is BIGINT, the whole part',
    source: developerGuide('AVG', 'r_AVG'),
    check: answers(...amounts, 'select g, avg(n) as average from t group by g order by g'),
  },
  {
    name: 'average-of-decimals',
    says: 'avg of DECIMAL(18,2) is DECIMAL(38,2); its last digit is cut',
    source: inferred('the page on AVG gives the scale and does not say whether the last digit is rounded'),
    check: answers(...amounts, 'select g, avg(amount) as average from t group by g order by g'),
  },
  {
    name: 'median-of-exact-numbers',
    says: 'median and percentile_cont of exact numbers are DECIMAL with as many digits more as the share has',
    source: inferred('the pages on MEDIAN and PERCENTILE_CONT say DECIMAL, and show 17.5 and 20.0 of integers'),
    check: answers(
      ...amounts,
      'select median(n) as of_integers, percentile_cont(0.5) within group (order by n) as same from t',
    ),
  },
  {
    name: 'median-of-decimals',
    says: 'median of DECIMAL(18,2) has three digits behind the point',
    source: inferred('the page on MEDIAN says DECIMAL'),
    check: answers(...amounts, 'select g, median(amount) as middle from t group by g order by g'),
  },
  {
    name: 'weeks-and-quarters-between',
    says: 'datediff counts the Mondays between two dates as weeks, and first days of quarters as quarters',
    source: inferred('the page on DATEDIFF says boundaries, and its example of quarters counts another way'),
    check: answers(
      ...rows('a date, b date', "('2019-12-31', '2020-01-05'), ('2019-12-31', '2020-01-06')"),
      'select b, datediff(week, a, b) as weeks, datediff(quarter, a, b) as quarters from t order by b',
    ),
  },
  {
    name: 'casts-of-table-values-cut',
    says: 'a cast that drops decimals cuts what comes from a table and rounds a literal',
    source: developerGuide('Numeric types', 'r_Numeric_types201'),
    check: answers(
      ...rows('amount decimal(18, 2)', '(1.99), (-1.99)'),
      'select amount::int as whole, amount::decimal(18, 1) as tenths, 1.99::int as literal from t order by amount',
    ),
  },
  {
    name: 'missing-key-of-json',
    says: 'json_extract_path_text of a key that is not there is NULL',
    source: inferred('the page says an empty string, and its example shows NULL'),
    check: answers(
      ...rows('j varchar(64)', `('{"a": {"b": "x", "c": null}}')`),
      "select json_extract_path_text(j, 'a', 'b') as b, json_extract_path_text(j, 'a', 'c') as c, json_extract_path_text(j, 'z') as z from t",
    ),
  },
  {
    name: 'numbers-as-text',
    says: 'to_char pads with a blank for the sign, and FM leaves blanks and zeros of 9 out, as in PostgreSQL',
    source: developerGuide('TO_CHAR', 'r_TO_CHAR'),
    check: answers(
      ...rows('amount decimal(18, 2)', '(1234.50), (-0.50)'),
      "select to_char(amount, '9,999.99') as padded, to_char(amount, 'FM9,990.99') as bare from t order by amount",
    ),
  },
  {
    name: 'distinct-orders-by-its-list',
    says: 'select distinct ordered by what it does not select fails',
    source: inferred('PostgreSQL refuses it'),
    check: async (bench) =>
      errorOf(async () => {
        const described = await settle(
          bench,
          await submit(bench, ['create temp table t as select 1 as a, 2 as b', 'select distinct a from t order by b']),
        );
        if (described.Status === 'FAILED') throw Object.assign(new Error(described.Error), { name: 'Failed' });
      }),
  },
  {
    name: 'csv-has-no-header',
    says: 'GetStatementResultV2 gives rows as CSV without a header, NULL empty and an empty text in quotes',
    source: apiReference('GetStatementResultV2'),
    check: csv,
  },
];
