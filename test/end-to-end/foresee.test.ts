import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MartHistory } from '../../lib/operate/explain/explain-mart.ts';
import type { BackfillPlan } from '../../lib/operate/runs/plan-backfill.ts';
import type { RunReport } from '../../lib/run/records.ts';
import { paylake, paylakeJson } from '../cli/paylake.ts';

const date = '2025-09-01';
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'paylake-foresee-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

test('a plan foresees which sums a backfill restates, and explain says because of which rows', async () => {
  const range = ['--from', date, '--to', date, '--home', home];
  await paylake('demo', '--from', date, '--to', '2025-09-04', '--rows', '200', '--home', home);
  const folder = join(home, 's3/paylake-bronze/transactions', `ingest_date=${date}`);
  const [first = ''] = (await readdir(folder)).filter((name) => name.endsWith('.gz'));
  const lines = (await text(createReadStream(join(folder, first)).pipe(createGunzip()))).split('\n');
  const sale = lines.find((line) => /"approved".*"is_refund":false/.test(line) && line.includes(`"${date}T`)) ?? '';
  const { transaction_id: id, amount } = JSON.parse(sale) as { transaction_id: string; amount: string };

  const same = (await paylakeJson<BackfillPlan>('backfill', '--plan', ...range)).document;
  expect(same.changes).toEqual([]);
  await writeFile(join(folder, 'correction.ndjson'), JSON.stringify({ ...JSON.parse(sale), version: 9, amount: '1' }));
  const { changes } = (await paylakeJson<BackfillPlan>('backfill', '--plan', ...range)).document;
  expect(changes.map(({ mart, measure, unit }) => [mart, measure, unit])).toEqual(
    ['merchant_daily', 'sales_daily'].flatMap((mart) =>
      ['gross_amount', 'net_amount'].map((measure) => [mart, measure, 'KRW']),
    ),
  );
  const { document: report } = await paylakeJson<RunReport>('backfill', ...range);
  expect(report).toMatchObject({ status: 'succeeded', restatements: changes });
  for (const { before, after } of changes) expect(Number(before) - Number(after)).toBe(Number(amount) - 1);

  const asked = ['explain', '--mart', 'sales_daily', '--date', date, '--home', home];
  const { document: history } = await paylakeJson<MartHistory>(...asked);
  expect(history.loads.map(({ wasClosed, rowCount }) => [wasClosed, rowCount])).toEqual([
    [false, 0],
    [true, 2],
  ]);
  expect(history.loads[1]?.rows.map((row) => [row.change, row.id, row.version, Number(row.amount)])).toEqual([
    ['leaves', id, 1, Number(amount)],
    ['comes', id, 9, 1],
  ]);
  const { stdout } = await paylake(...asked);
  expect(stdout).toContain(`comes   ${id} version 9: 1.00 KRW  transactions/ingest_date=${date}/correction.ndjson:1`);
});

test('explain wants an id, or a mart and a date, and names the marts there are', async () => {
  const wrong = [
    [['explain'], 'explain takes an id, or --mart and --date'],
    [['explain', 'some-id', '--mart', 'sales_daily', '--date', date], 'explain takes an id, or --mart and --date'],
    [['explain', '--mart', 'sales', '--date', date], 'no mart "sales" has rows by date'],
    [['explain', '--mart', 'sales_daily', '--date', 'yesterday'], '--date "yesterday" is no date'],
  ] as const;
  for (const [words, said] of wrong) {
    const { status, stderr } = await paylake(...words, '--home', home);
    expect([status, stderr]).toEqual([2, expect.stringContaining(said)]);
  }
  const never = await paylake('explain', '--mart', 'sales_daily', '--date', '2020-01-01', '--home', home);
  expect(never.stdout).toContain('no load has written 2020-01-01 of mart.sales_daily yet');
});
