import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { succeed } from '../end-to-end/report.ts';
import { makeFolder, paylake, paylakeJson, removeFolder, startPaylake } from './paylake.ts';
import { until } from './until.ts';

type Answer = { columns: { name: string; type: string }[]; rows: unknown[][] };

let home: string;

beforeAll(async () => {
  home = await makeFolder();
  await succeed('demo', '--from', '2025-09-01', '--to', '2025-09-01', '--rows', '100', '--home', home);
});
afterAll(() => removeFolder(home));

test('query answers with columns and rows; amounts, dates and timestamps are text', async () => {
  const sql = `select txn_ts, txn_date, amount, is_refund, original_transaction_id as refers_to
    from core.fact_transactions where not is_refund order by transaction_id limit 2;`;
  const { status, document } = await paylakeJson<Answer>('query', sql, '--home', home);
  expect(status).toBe(0);
  expect(Object.keys(document).sort()).toEqual(['columns', 'rows']);
  expect(document.columns.map(({ name }) => name)).toEqual(['txn_ts', 'txn_date', 'amount', 'is_refund', 'refers_to']);
  expect(document.columns.map(({ type }) => type)).toEqual(['timestamp', 'date', 'numeric', 'bool', 'varchar']);
  expect(document.rows).toHaveLength(2);
  for (const row of document.rows) {
    expect(row).toEqual([
      expect.stringMatching(/^2025-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/),
      expect.stringMatching(/^2025-\d\d-\d\d$/),
      expect.stringMatching(/^\d+\.\d\d$/),
      false,
      null,
    ]);
  }
});

test('query without --json prints a table and its number of rows', async () => {
  const { status, stdout } = await paylake('query', 'select 7 as seven, null as nothing', '--home', home);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^seven +nothing\n7 +-\n\(1 rows?\)\n$/);
});

test.for([
  ['an insert', "insert into core.dim_mcc values ('0001')", /insert/],
  ['a delete behind a comment', '/* select */ delete from core.fact_transactions', /delete/],
  ['a second statement', 'select 1; drop table core.fact_transactions', /read|one statement/],
  ['a table made by a select', 'select * into core.copy from core.dim_mcc', /read/],
  ['an unknown column', 'select amuont from core.fact_transactions', /amuont/],
  ['an unknown table', 'select * from core.fact_transaction', /core\.fact_transaction|fact_transaction/],
  ['a syntax error', 'select from where', /where|syntax/i],
] as const)('query refuses %s: exit 2, naming it', async ([, sql, message]) => {
  const { status, document } = await paylakeJson('query', sql, '--home', home);
  expect(status).toBe(2);
  expect(document).toEqual({
    schema: 'paylake.error/1',
    error: { kind: 'usage', message: expect.stringMatching(message), next: expect.stringMatching(/.+/) },
  });
});

test('what was refused changed nothing', async () => {
  const sql = `select (select count(*) from core.dim_mcc where mcc = '0001') as written,
    (select count(*) from core.fact_transactions) as facts`;
  const { document } = await paylakeJson<Answer>('query', sql, '--home', home);
  const [[written, facts] = []] = document.rows;
  expect(Number(written)).toBe(0);
  expect(Number(facts)).toBeGreaterThan(90);
});

test('a whole number that no double holds has every digit, in text, JSON and CSV', async () => {
  const sql = 'select 999999999999999999 as v, -9007199254740993 as w, 9007199254740991 as x';
  const { document } = await paylakeJson<Answer>('query', sql, '--home', home);
  expect(document.rows).toEqual([['999999999999999999', '-9007199254740993', 9007199254740991]]);
  const shown = await paylake('query', sql, '--home', home);
  expect(shown.stdout).toMatch(/^999999999999999999 +-9007199254740993 +9007199254740991$/m);
  const csv = await paylake('query', sql, '--csv', '--home', home);
  expect(csv.stdout).toBe('v,w,x\r\n999999999999999999,-9007199254740993,9007199254740991\r\n');
});

test('query takes a comment first, a file, and lists tables', async () => {
  expect((await paylake('query', '-- why\nselect 7 as n; -- done', '--home', home)).stdout).toBe('n\n7\n(1 row)\n');
  const file = join(home, 'question.sql');
  await writeFile(file, '\uFEFF-- why\nselect 8 as n;\n');
  expect((await paylake('query', '--file', file, '--csv', '--home', home)).stdout).toBe('n\r\n8\r\n');
  expect((await paylake('query', '--file', file, 'select 1', '--home', home)).status).toBe(2);
  expect((await paylakeJson('query', '--file', join(home, 'none.sql'), '--home', home)).document.error.message).toMatch(
    /none\.sql.*ENOENT/,
  );
  const { document } = await paylakeJson<Answer>('query', 'show tables', '--home', home);
  expect(document.rows.map(([schema, table]) => `${schema}.${table}`)).toContain('mart.sales_daily');
});

test('a pipe that closes early is no failure', async () => {
  const sql = 'select a.transaction_id from core.fact_transactions a cross join core.fact_transactions b';
  for (const form of ['--csv', '--json']) {
    const { process: child, outcome } = startPaylake(['query', sql, form, '--home', home]);
    outcome.catch(() => undefined);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const [status] = await once(child, 'exit');
    expect([form, status]).toEqual([form, 0]);
  }
});

test('status says what is published, and that nothing is at work', async () => {
  const { status, document } = await paylakeJson<Record<string, unknown>>('status', '--home', home);
  expect(status).toBe(0);
  expect(document).toMatchObject({
    dataset: 'transactions',
    published: { dates: 1, from: '2025-09-01', to: '2025-09-01' },
    unpublished: [],
    missing: [],
    lease: null,
    unfinished: null,
    runs: [{ status: 'succeeded' }],
  });
});

test('a home whose worker does not answer is refused with exit 5, and is free when that has ended', async () => {
  const day = ['--from', '2025-09-01', '--to', '2025-09-01'];
  const first = startPaylake(['backfill', ...day, '--home', home, '--json']);
  await until(() => join(home, 'home.lock'), first.outcome);
  first.process.kill('SIGSTOP');
  const { status, document } = await paylakeJson('query', 'select 1', '--home', home);
  first.process.kill('SIGCONT');
  expect(status).toBe(5);
  expect(document.error).toMatchObject({ kind: 'locked', message: expect.stringContaining(String(first.process.pid)) });
  expect(document.error.next).toMatch(/again/);
  expect((await first.outcome).status).toBe(0);
  expect((await paylake('status', '--home', home)).status).toBe(0);
});

test('a warehouse that a DuckDB of somebody else has open is exit 5, naming the process', async () => {
  const instance = await DuckDBInstance.create(join(home, 'warehouse.duckdb'));
  const { status, document } = await paylakeJson('query', 'select 1', '--home', home);
  instance.closeSync();
  expect(status).toBe(5);
  expect(document.error).toMatchObject({ kind: 'locked', message: expect.stringContaining(String(process.pid)) });
});

test('a named analysis is asked with its parameters, those that are not set as they are declared', async () => {
  const listed = await paylakeJson<{ analyses: { name: string; dataset: string }[] }>(
    'query',
    '--list',
    '--home',
    home,
  );
  expect(listed.document.analyses.map(({ name, dataset }) => [dataset, name])).toEqual([
    ['transactions', 'net_by_day'],
    ['trades', 'symbol_trend'],
    ['transactions', 'top_merchants'],
    ['trades', 'top_users'],
    ['trades', 'user_day'],
  ]);
  const ask = async (...args: string[]): Promise<unknown[][]> =>
    (await paylakeJson<Answer>('query', ...args, '--home', home)).document.rows;
  const days = await ask(
    "select txn_date, sum(net_amount), sum(sale_count) from mart.sales_daily where currency = 'KRW' group by 1 order by 1",
  );
  expect(days.length).toBeGreaterThan(0);
  expect(await ask('--named', 'net_by_day')).toEqual(days);
  expect(await ask('--named', 'net_by_day', '--set', 'currency=USD')).toEqual([]);
  const top = await ask('--named', 'top_merchants', '--set', 'n=3');
  expect(top.map((row) => row.slice(0, 2))).toEqual([1, 2, 3].map((place) => ['KRW', place]));
});
