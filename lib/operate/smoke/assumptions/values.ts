import { GetStatementResultCommand } from '@aws-sdk/client-redshift-data';
import type { Assumption, Check } from '../assumption.ts';
import { answers } from '../checks.ts';
import { readRows, runBatch } from '../run-statements.ts';
import { apiReference, developerGuide, inferred, managementGuide } from '../sources.ts';

const minutes = 15;

/** In which member of a Field each type comes. */
const fieldKinds: Check = async (bench) => {
  const { Id, Error: evidence } = await runBatch(bench, [
    `create temp table t (small smallint, whole int, big bigint, money decimal(18, 2), ratio float8, ok boolean,
      name varchar(8), day date, at timestamp, nothing int)`,
    `insert into t values (1, 2, 9007199254740993, 3.10, 0.25, true, 'x', '2025-09-01', '2025-09-01 10:00:00', null)`,
    'select * from t',
  ]);
  if (evidence) return { found: 'failed', evidence };
  const { Records, ColumnMetadata } = await bench.client.send(new GetStatementResultCommand({ Id: `${Id}:3` }));
  const kinds = Records?.[0]?.map((field, at): [string, string] => [
    ColumnMetadata?.[at]?.name ?? '',
    Object.keys(field)
      .filter((name) => name !== '$unknown')
      .join(),
  ]);
  return { found: Object.fromEntries(kinds ?? []) };
};

const clock: Check = async (bench) => {
  const { Id } = await runBatch(bench, ['create temp table t as select getdate() as at', 'select at from t']);
  const { columns, rows } = await readRows(bench, `${Id}:2`);
  const text = String(rows[0]?.[0]);
  const away = Math.abs(Date.parse(`${text.replace(' ', 'T')}Z`) - Date.now());
  return { found: { columns, isUtcNow: away < minutes * 60_000 }, evidence: text };
};

/** Every page of a result larger than one: how many rows a page has is the API's own business. */
const pages: Check = async (bench) => {
  const { Id, Error: evidence } = await runBatch(bench, [
    'create temp table digits (n int)',
    'insert into digits values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)',
    `select a.n * 1000 + b.n * 100 + c.n * 10 + d.n as number, rpad('x', 150, 'x') as filler
      from digits a, digits b, digits c, digits d order by 1`,
  ]);
  if (evidence) return { found: 'failed', evidence };
  const { rows } = await readRows(bench, `${Id}:3`);
  const inOrder = rows.every(([number], at) => number === at);
  return { found: { rows: rows.length, inOrder } };
};

const parameters: Check = async (bench) => {
  const given = { run_id: "run'; drop table x --", day: '2025-09-01', only_once: 'x' };
  const { Id, Error: evidence } = await runBatch(
    bench,
    [
      'create temp table t (run_id varchar(80), day date)',
      'insert into t select :run_id as run_id, :day::date as day',
      'select run_id, day, :only_once::varchar(8) as other from t where run_id = :run_id',
    ],
    given,
  );
  if (evidence) return { found: 'failed', evidence };
  return { found: await readRows(bench, `${Id}:3`) };
};

/** How values come and go. */
export const values: Assumption[] = [
  {
    name: 'field-kinds',
    says: 'integers come as long, DECIMAL as text, so that no digit goes through a float; dates and timestamps as text',
    source: managementGuide('Mapping JDBC data types', 'data-api'),
    check: fieldKinds,
  },
  {
    name: 'bigint-beyond-a-double',
    says: 'a BIGINT that a double cannot hold comes as text, when it is asked for as text',
    source: inferred('longValue is a JSON number'),
    check: answers(
      'create temp table t (n bigint)',
      'insert into t values (9007199254740993)',
      'select n::varchar as n from t',
    ),
  },
  {
    name: 'timestamp-text',
    says: 'a timestamp is YYYY-MM-DD HH:MM:SS with up to six digits behind it, trailing zeros left out; a date is YYYY-MM-DD',
    source: inferred('the guide shows both in examples only'),
    check: answers(
      'create temp table t (at timestamp, day date)',
      `insert into t values ('2025-09-01 10:00:00.123456', '2025-09-01'), ('2025-09-01 10:00:00.120000', '2025-09-02'),
        ('2025-09-01 10:00:00', '2025-09-03')`,
      'select at, day from t order by day',
    ),
  },
  {
    name: 'clock',
    says: 'getdate() is a TIMESTAMP without zone, in UTC',
    source: developerGuide('GETDATE', 'r_GETDATE'),
    check: clock,
  },
  {
    name: 'pages',
    says: 'a result of more than a megabyte comes in pages, all of them, in order',
    source: apiReference('GetStatementResult'),
    check: pages,
  },
  {
    name: 'parameters',
    says: 'parameters are shared by the statements of a batch, are data whatever they hold, and are cast as they are used',
    source: apiReference('BatchExecuteStatement'),
    check: parameters,
  },
];
