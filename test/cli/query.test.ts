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

test('a home another process works in is refused with exit 5, and is free when that has ended', async () => {
  const first = startPaylake(['status', '--home', home, '--json']);
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
