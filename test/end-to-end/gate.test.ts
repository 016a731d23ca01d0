import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder, removeFolder, testFolder } from '../cli/paylake.ts';
import { writeFiles } from './card-files.ts';
import { bronzeOf, contentOf, type SetAside, seen, setAside, silverOf } from './home.ts';
import { checkOf, type RunDocument, run, succeed } from './report.ts';

/** Lines of native data of one day, the first few of them with an amount that is none. */
function lines(date: string, count: number, bad: number, name = 'row'): string {
  return Array.from({ length: count }, (_, at) =>
    JSON.stringify({
      transaction_id: `${name}-${date}-${at}`,
      customer_id: 'c1',
      card_id: 'k1',
      merchant_id: 'm1',
      txn_ts: `${date}T12:00:00+09:00`,
      amount: at < bad ? '1.234' : '10.00',
      currency: 'KRW',
      mcc: '5411',
      status: 'approved',
      is_refund: false,
      channel: 'pos',
    }),
  )
    .join('\n')
    .concat('\n');
}

let home: string;

beforeAll(async () => {
  home = await makeFolder();
});
afterAll(() => removeFolder(home));

async function landing(date: string, files: Record<string, string>): Promise<string[]> {
  const input = await writeFiles(await testFolder(), files);
  return ['run', '--feed', 'transactions', '--input', input, '--ingest-date', date, '--home', home];
}

const dated = (command: string, date: string): string[] => [command, '--from', date, '--to', date, '--home', home];

/** All that a reader can see. */
async function visible(): Promise<unknown> {
  const prefixes = ['transactions/', '_accepted/', '_quarantine/', '_held/', '_catalog/'];
  return [prefixes.map((prefix) => contentOf(silverOf(home), prefix)), await seen(home)];
}

function expectBlocked(answer: { status: number | null; document: RunDocument }, check: string, says: RegExp): void {
  const { status, document } = answer;
  expect([status, document.status, document.error?.kind]).toEqual([3, 'blocked', 'blocked']);
  expect(checkOf(document, check)).toMatchObject({
    severity: 'block',
    ok: false,
    detail: expect.stringMatching(says),
  });
  expect(document.error?.message).toMatch(says);
  expect(document.error?.next).toContain(`--accept ${check}`);
}

test('exactly 5 % of a day’s rows in quarantine pass, with a warning', async () => {
  const report = await succeed(...(await landing('2025-09-01', { 'one.ndjson': lines('2025-09-01', 100, 5) })));
  expect(report.days).toMatchObject([{ rows: { in: 100, loaded: 95, quarantined: 5 }, unparseableAmounts: 5 }]);
  expect(checkOf(report, 'quarantined_rows')).toMatchObject({ severity: 'warn', ok: false });
});

test('more than that blocks: exit 3, nothing visible changed, and the report names where the rows are', async () => {
  const before = await visible();
  const told = alertCount();
  const answer = await run(...(await landing('2025-09-02', { 'two.ndjson': lines('2025-09-02', 95, 5) })));
  expectBlocked(answer, 'quarantined_share', /2025-09-02.*5 of 95/);
  expect(await visible()).toEqual(before);
  const { paths, runId, touchedDates } = answer.document;
  expect(touchedDates).toEqual([]);
  for (const path of Object.values(paths)) expect(existsSync(path), path).toBe(true);
  const prefix = `${paths.quarantine?.slice(silverOf(home).length + 1)}`;
  const rows = setAsideBy(prefix);
  const row = { rules: ['invalid:amount'], contractVersion: 1 };
  expect(rows).toMatchObject([1, 2, 3, 4, 5].map((line) => ({ ...row, line })));
  expect(paths.quarantine).toContain(runId);
  expect(alertCount(), 'one message').toBe(told + 1);
});

function alertCount(): number {
  const folder = join(home, 'alerts');
  return existsSync(folder) ? readdirSync(folder).length : 0;
}

/** Quarantined rows below a prefix that holds other files too. */
function setAsideBy(prefix: string): SetAside[] {
  return Object.keys(contentOf(silverOf(home), prefix))
    .filter((key) => key.endsWith('quarantine.ndjson') || /quarantine\/.*\.ndjson$/.test(key))
    .flatMap((key) => setAside(home, key));
}

test('accepted, it is published, and stays accepted for these inputs', async () => {
  const report = await succeed(...dated('run', '2025-09-02'), '--accept', 'quarantined_share');
  expect(report.days).toMatchObject([{ rows: { in: 95, loaded: 90, quarantined: 5 } }]);
  expect(checkOf(report, 'quarantined_share')).toMatchObject({ ok: true, detail: expect.stringMatching(/accepted/) });
  expect(setAside(home, '_quarantine/transactions/ingest_date=2025-09-02/')).toHaveLength(5);
  const before = await visible();
  await succeed(...dated('backfill', '2025-09-02'));
  expect(await visible()).toEqual(before);
});

test('for other inputs of that date it is not accepted', async () => {
  const before = await visible();
  const answer = await run(...(await landing('2025-09-02', { 'more.ndjson': lines('2025-09-02', 9, 1, 'more') })));
  expectBlocked(answer, 'quarantined_share', /6 of 104/);
  expect(await visible()).toEqual(before);
});

test('a torn file that somebody put into Bronze blocks; accepted, the run goes on without it, for good', async () => {
  const torn = gzipSync(lines('2025-09-03', 5, 0, 'torn')).subarray(0, -9);
  const files = { 'good.ndjson': lines('2025-09-03', 3, 0), 'torn.ndjson.gz': torn };
  await writeFiles(join(bronzeOf(home), 'transactions/ingest_date=2025-09-03'), files);
  const before = await visible();
  expectBlocked(await run(...dated('run', '2025-09-03')), 'file_refused', /torn\.ndjson\.gz.*gzip/);
  expect(await visible()).toEqual(before);
  const report = await succeed(...dated('run', '2025-09-03'), '--accept', 'file_refused');
  expect(report.days).toMatchObject([
    { rows: { in: 3, loaded: 3 }, money: { KRW: { in: '30.00', loaded: '30.00' } }, unparseableAmounts: 0 },
  ]);
  await succeed(...dated('run', '2025-09-03'));
});

test('a total row below sixteen good ones warns and does not stop the day', async () => {
  const text = lines('2025-09-04', 17, 1);
  const report = await succeed(...(await landing('2025-09-04', { 'footer.ndjson': text })));
  expect(report.days).toMatchObject([{ rows: { in: 17, loaded: 16, quarantined: 1 } }]);
  expect(checkOf(report, 'quarantined_share')).toMatchObject({ severity: 'warn', ok: false });
});

test('an ingest date after today is wrong usage, and lands nothing', async () => {
  const answer = await run(...(await landing('2099-01-01', { 'future.ndjson': lines('2099-01-01', 3, 0) })));
  expect([answer.status, answer.document.error?.kind]).toEqual([2, 'usage']);
  expect(answer.document.error?.message).toMatch(/2099-01-01 is after today, \d{4}-\d\d-\d\d in Asia\/Seoul/);
  expect(Object.keys(contentOf(bronzeOf(home), 'transactions/ingest_date=2099'))).toEqual([]);
  for (const command of [
    dated('run', '2099-01-01'),
    dated('backfill', '2099-01-01'),
    ['held', ...dated('release', '2099-01-01'), '--reason', 'asked for'],
    ['quarantine', ...dated('replay', '2099-01-01')],
    dated('demo', '2099-01-01'),
  ])
    expect([(await run(...command)).status, command]).toEqual([2, command]);
});
