import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder, paylake, paylakeJson, removeFolder } from '../cli/paylake.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { seen } from './home.ts';
import { type RunDocument, succeed } from './report.ts';

type Status = {
  published: { dates: number };
  missing: string[];
  withdrawn: { file: string; reason: string; withdrawnBy: string; rows: number; isPending: boolean }[];
};

const date = '2025-09-02';
const rowsOf = (name: string): object[] =>
  Array.from({ length: 8 }, (_, at) =>
    nativeRow({ transaction_id: `${name}-000${at}`, txn_ts: `${date}T0${at}:00:00+09:00` }),
  );

let folder: string;
let home: string;
const land = (to: string, ...names: string[]): Promise<RunDocument> => {
  const inputs = names.map((name) => join(folder, `${name}.ndjson`));
  return succeed('run', '--feed', 'transactions', '--input', ...inputs, '--ingest-date', date, '--home', to);
};
const withdraw = (file: string, ...more: readonly string[]): string[] => [
  'withdraw',
  '--feed',
  'transactions',
  '--file',
  file,
  '--ingest-date',
  date,
  ...more,
  '--home',
  home,
];

beforeAll(async () => {
  folder = await makeFolder();
  home = join(folder, 'home');
  await mkdir(home);
  for (const name of ['first', 'second']) await writeFile(join(folder, `${name}.ndjson`), toNdjson(rowsOf(name)));
  await land(home, 'first', 'second');
});
afterAll(() => removeFolder(folder));

test.for([
  ['without a reason', ['second.ndjson'], /--reason/],
  ['with an empty one', ['second.ndjson', '--reason', ' '], /--reason/],
  ['of a file that is not there', ['third.ndjson', '--reason', 'x'], /third\.ndjson/],
  ['of a file of another date', ['transactions/ingest_date=2025-09-01/first.ndjson', '--reason', 'x'], /2025-09-02/],
  ['of an unknown feed', ['first.ndjson', '--reason', 'x', '--feed', 'nobody'], /nobody/],
] as const)('%s it is exit 2 and nothing changes', async ([, [file, ...more], message]) => {
  const before = await seen(home);
  const { status, document } = await paylakeJson(...withdraw(file, ...more));
  expect([status, document.error.kind]).toEqual([2, 'usage']);
  expect(document.error.message).toMatch(message);
  expect(await seen(home)).toEqual(before);
});

test('a withdrawn file is out of every count, as if it had never been landed', async () => {
  const report = await succeed(
    ...withdraw('second.ndjson', '--reason', 'sent by mistake').slice(0, -2),
    '--home',
    home,
  );
  expect(report.days[0]?.rows).toMatchObject({ in: 8, loaded: 8 });
  expect(report).toMatchObject({ withdrawn: [`transactions/ingest_date=${date}/second.ndjson`] });
  const other = join(folder, 'other');
  await land(other, 'first');
  expect(await seen(home)).toEqual(await seen(other));
});

test('landed again it stays withdrawn, and the run says so', async () => {
  const before = await seen(home);
  const report = await land(home, 'second');
  expect(report).toMatchObject({ withdrawn: [`transactions/ingest_date=${date}/second.ndjson`] });
  await succeed('backfill', '--from', date, '--to', date, '--home', home);
  expect(await seen(home)).toEqual(before);
});

test('status, explain and backfill --plan know of it', async () => {
  const { document: status } = await paylakeJson<Status>('status', '--home', home);
  expect(status.withdrawn).toEqual([
    expect.objectContaining({
      file: `transactions/ingest_date=${date}/second.ndjson`,
      reason: 'sent by mistake',
      withdrawnBy: expect.stringMatching(/./),
      rows: 8,
      isPending: false,
    }),
  ]);
  const { document: explained } = await paylakeJson<{ arrivals: object[] }>('explain', 'second-0003', '--home', home);
  expect(explained.arrivals).toMatchObject([
    { verdict: 'withdrawn', line: 4, why: expect.stringContaining('by mistake') },
  ]);
  const plan = ['backfill', '--plan', '--from', date, '--to', date, '--home', home];
  expect((await paylakeJson<{ days: object[] }>(...plan)).document.days).toMatchObject([
    { files: 1, withdrawn: 1, rows: 8, state: 'same' },
  ]);
});

test('a date whose last file is withdrawn is empty, not missing', async () => {
  const report = await succeed(...withdraw('first.ndjson', '--reason', 'all of it').slice(0, -2), '--home', home);
  expect(report.days).toMatchObject([{ ingestDate: date, rows: { in: 0, loaded: 0 } }]);
  expect(report.factRows).toBe(0);
  const { document: status } = await paylakeJson<Status>('status', '--home', home);
  expect(status).toMatchObject({ published: { dates: 1 }, missing: [] });
  const { stdout } = await paylake('query', 'select count(*) as n from core.fact_transactions', '--home', home);
  expect(stdout).toMatch(/^n\n0\n/);
});
