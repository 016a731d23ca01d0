import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { maskCardNumbers } from '../../lib/contracts/card-number.ts';
import { makeFolder, paylake, paylakeJson, removeFolder } from '../cli/paylake.ts';
import { writeFiles } from './card-files.ts';
import { checkOf, type RunDocument, run, succeed } from './report.ts';

/*
 * 07:40, the numbers are due at 08:00, and the run is blocked: what an operator sees, asks and does.
 */

const good = '2025-09-01';
const bad = '2025-09-02';

function rowsOf(date: string, count: number, change: (at: number) => object = () => ({}), name = 'row'): string {
  const rows = Array.from({ length: count }, (_, at) => ({
    transaction_id: `${name}-${date}-${at}`,
    customer_id: 'c1',
    card_id: 'k1',
    merchant_id: 'm1',
    merchant_name: 'A shop with a name that is long enough to push what follows out of a short line',
    txn_ts: `${date}T12:00:00+09:00`,
    amount: '10.00',
    currency: 'KRW',
    mcc: '5411',
    status: 'approved',
    is_refund: false,
    channel: 'pos',
    ...change(at),
  }));
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

const spoilt = (at: number): object =>
  [
    { amount: '1,234' },
    { amount: '5,678', version: 3 },
    { merchant_name: 'card 4111 1111 1111 1111', amount: '' },
    { amount: '1,234' },
    { amount: '1,234' },
  ][at] ?? {};

let home: string;
let inputs: string;
let screen: string;
let document: RunDocument;
beforeAll(async () => {
  home = await makeFolder();
  inputs = await makeFolder();
  await succeed(...(await landing(good, 'good.ndjson', rowsOf(good, 20))));
  const answer = await paylake(...(await landing(bad, 'bad.ndjson', rowsOf(bad, 18, spoilt))));
  expect(answer.status).toBe(3);
  screen = answer.stdout;
  document = (await run('backfill', ...dates(bad))).document;
});
afterAll(async () => {
  await removeFolder(home);
  await removeFolder(inputs);
});

async function landing(date: string, name: string, text: string): Promise<string[]> {
  const input = await writeFiles(await mkdtemp(join(inputs, 'files-')), { [name]: text });
  return ['run', '--feed', 'transactions', '--input', input, '--ingest-date', date, '--home', home];
}
const dates = (from: string, to = from): string[] => ['--from', from, '--to', to, '--home', home];

type SetAside = {
  rows: number;
  reasons: { rows: number }[];
  unpublished: string[];
  blocked: {
    ingestDate: string;
    runId: string;
    checks: string[];
    published: boolean;
    rowsIn: number;
    rows: number;
    path: string;
  }[];
};
type Explained = {
  arrivals: ({ verdict: string; why: string; line: number; blockedRun?: string } & Record<string, unknown>)[];
  stands: unknown[];
};
type Status = {
  unpublished: string[];
  blocked: { ingestDate: string; checks: string[]; published: boolean }[];
  trend: { ingestDate: string; rows: number; quarantined: number; warnings: string[]; accepted: string[] }[];
  runs: { status: string; failed: string[] }[];
};
async function ask<Document>(...args: string[]): Promise<Document> {
  const answer = await paylakeJson<Document>(...args);
  expect(answer.status).toBe(0);
  return answer.document;
}

test('the screen says first which rule, which numbers, three rows and where they are, then how to go on', () => {
  const lines = screen.trim().split('\n');
  expect(lines[0]).toContain(`transactions ${bad}: blocked`);
  const head = lines.slice(
    0,
    lines.findIndex((line) => line.startsWith('ingest date')),
  );
  expect(head.length).toBeLessThanOrEqual(16);
  const text = head.join('\n');
  expect(text).toContain(`blocked by quarantined_share: ${bad}: 5 of 18 rows quarantined, 27.78 %, more than 5 %`);
  for (const line of [1, 2, 3]) expect(text).toContain(`transactions/ingest_date=${bad}/bad.ndjson:${line}  `);
  for (const rule of ['invalid:amount', 'card_number', 'missing:amount']) expect(text).toContain(rule);
  expect(text).toContain('"amount":"1,234"');
  const path = /whole rows in (\S+)/.exec(text)?.[1] ?? '';
  expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(5);
  expect(maskCardNumbers(screen)).toBe(screen);
});

test('the document and the message say the same, to the letter', () => {
  expect(document).toMatchObject({ status: 'blocked', error: { kind: 'blocked' } });
  const alerts = join(home, 'alerts');
  const alert = readFileSync(join(alerts, readdirSync(alerts).sort().at(-1) ?? ''), 'utf8');
  for (const text of [document.error?.message, document.error?.next, document.runId]) expect(alert).toContain(text);
  expect(document.error?.message.split('\n')[0]).toMatch(/^blocked by quarantined_share: .*5 of 18/);
  expect(maskCardNumbers(alert)).toBe(alert);
});

test('quarantine list shows the blocked rows apart, in no count of what is published', async () => {
  const list = await ask<SetAside>('quarantine', 'list', ...dates(good, bad));
  expect(list).toMatchObject({ rows: 0, reasons: [], unpublished: [bad] });
  expect(list.blocked).toMatchObject([
    { ingestDate: bad, runId: document.runId, checks: ['quarantined_share'], published: false, rowsIn: 18, rows: 5 },
  ]);
  expect(existsSync(list.blocked[0]?.path ?? '')).toBe(true);
  const { stdout } = await paylake('quarantine', 'list', ...dates(good, bad));
  expect(stdout).toContain(`blocked by quarantined_share in run ${document.runId}`);
});

test('explain finds the rows of a blocked date: the bad as they came, the good with why they are not there', async () => {
  const refused = await ask<Explained>('explain', `row-${bad}-1`, '--home', home);
  expect(refused.arrivals).toMatchObject([
    {
      verdict: 'quarantined',
      line: 2,
      version: '3',
      txnDate: bad,
      amount: '5,678',
      currency: 'KRW',
      tells: { status: 'approved' },
      blockedRun: document.runId,
    },
  ]);
  const sound = await ask<Explained>('explain', `row-${bad}-9`, '--home', home);
  expect(sound.arrivals).toMatchObject([{ verdict: 'blocked', line: 10, amount: '10.00', blockedRun: document.runId }]);
  expect(sound.arrivals[0]?.why).toContain('quarantined_share');
  expect(sound.stands).toEqual([]);
});

test('status names the date and what blocks it', async () => {
  const status = await ask<Status>('status', '--home', home);
  expect(status.blocked).toMatchObject([{ ingestDate: bad, checks: ['quarantined_share'], published: false }]);
  expect(status.runs.slice(0, 2).map((one) => [one.status, one.failed[0]])).toEqual([
    ['blocked', 'quarantined_share'],
    ['blocked', 'quarantined_share'],
  ]);
});

test('the command it names goes on; the acceptance keeps who and why, and everything else follows', async () => {
  const command = /npx paylake (run .*--accept .*)$/m.exec(document.error?.next ?? '')?.[1] ?? '';
  const args = command.replace('"WHY"', 'finance-waits').split(' ');
  const report = await succeed(...args);
  expect(checkOf(report, 'quarantined_share')).toMatchObject({
    ok: true,
    detail: expect.stringMatching(/^accepted: /),
  });
  const folder = join(home, 's3/paylake-silver/_acceptances/transactions', `ingest_date=${bad}`);
  const [fingerprint = ''] = readdirSync(folder);
  const kept = JSON.parse(readFileSync(join(folder, fingerprint, 'quarantined_share.json'), 'utf8'));
  expect(kept).toMatchObject({
    check: 'quarantined_share',
    reason: 'finance-waits',
    date: bad,
    inputs: fingerprint,
    runId: report.runId,
  });

  expect(await ask<SetAside>('quarantine', 'list', ...dates(good, bad))).toMatchObject({
    rows: 5,
    unpublished: [],
    blocked: [],
  });
  expect((await ask<Explained>('explain', `row-${bad}-9`, '--home', home)).arrivals).toMatchObject([
    { verdict: 'loaded' },
  ]);
  const { blocked, trend } = await ask<Status>('status', '--home', home);
  expect(blocked).toEqual([]);
  expect(trend).toMatchObject([
    { ingestDate: good, rows: 20, quarantined: 0, accepted: [] },
    { ingestDate: bad, rows: 18, quarantined: 5, accepted: ['quarantined_share'] },
  ]);
  expect(trend[1]?.warnings).toContain('quarantined_rows');
});

test('newer files of a published date that are blocked stand beside it, no row twice', async () => {
  const args = await landing(bad, 'more.ndjson', rowsOf(bad, 9, spoilt, 'more'));
  expect((await run(...args)).status).toBe(3);
  const list = await ask<SetAside>('quarantine', 'list', ...dates(bad));
  expect(list).toMatchObject({ rows: 5, unpublished: [], blocked: [{ published: true, rowsIn: 27, rows: 10 }] });
  const known = await ask<Explained>('explain', `row-${bad}-9`, '--home', home);
  expect(known.arrivals).toMatchObject([{ verdict: 'loaded' }]);
  const fresh = await ask<Explained>('explain', `more-${bad}-5`, '--home', home);
  expect(fresh.arrivals).toMatchObject([{ verdict: 'blocked' }]);
  expect((await ask<Status>('status', '--home', home)).blocked).toMatchObject([{ ingestDate: bad, published: true }]);
});

test('a check that only warns stops nothing, so there is nothing to accept', async () => {
  const answer = await paylakeJson('run', ...dates(good), '--accept', 'volume');
  expect(answer.status).toBe(2);
  expect(answer.document.error.message).toMatch(/volume.*only warns/);
  expect(answer.document.error.next).toContain('quarantined_share');
});
