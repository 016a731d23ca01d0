import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder, paylakeJson, removeFolder, startPaylake } from '../cli/paylake.ts';
import { keysOf, seen, silverDigest, silverOf, withDuckDB } from './home.ts';
import { type RunDocument, succeed } from './report.ts';

const range = ['--from', '2025-09-01', '--to', '2025-09-03'];
const knobs = ['--rows', '150', '--late', '0.3', '--bad', '0.02'];

type SetAside = { rows: number; reasons: { reason: string; rows: number }[]; groups: { examples: object[] }[] };
type Explained = {
  arrivals: { verdict: string; why: string; file: string; line: number }[];
  stands: { txnDate: string; silverKey: string; fact: Record<string, unknown> | null; marts: { name: string }[] }[];
};

let home: string;
let report: RunDocument;
beforeAll(async () => {
  home = await makeFolder();
  report = await succeed('demo', ...range, ...knobs, '--home', home);
});
afterAll(() => removeFolder(home));

const sum = (kind: 'quarantined' | 'held', { days }: RunDocument): number =>
  days.reduce((total, { rows }) => total + rows[kind], 0);
const ask = async <Document>(...args: string[]): Promise<Document> => {
  const { status, document } = await paylakeJson<Document>(...args, '--home', home);
  expect(status).toBe(0);
  return document;
};

test('quarantine and held rows are listed by reason, as many as the report counts', async () => {
  const quarantined = await ask<SetAside>('quarantine', 'list', ...range);
  expect(quarantined.rows).toBe(sum('quarantined', report));
  expect(quarantined.reasons.length).toBeGreaterThan(3);
  for (const { examples } of quarantined.groups) expect(examples.length).toBeGreaterThan(0);
  const held = await ask<SetAside>('held', 'list', ...range);
  expect(held.rows).toBe(sum('held', report));
  expect(held.reasons.reduce((total, { rows }) => total + rows, 0)).toBe(held.rows);
});

test('a plan says what a backfill would read, and does nothing', async () => {
  const before = await seen(home);
  const plan = await ask<{ days: { ingestDate: string; state: string; rows: number }[]; missing: string[] }>(
    'backfill',
    '--plan',
    '--from',
    '2025-09-01',
    '--to',
    '2025-09-04',
  );
  expect(plan.days.map(({ ingestDate, state, rows }) => [ingestDate, state, rows])).toEqual(
    report.days.map((day) => [day.ingestDate, 'same', day.rows.in]),
  );
  expect(plan.missing).toEqual(['2025-09-04']);
  expect(await seen(home)).toEqual(before);
});

test('replaying rows that are still bad changes nothing', async () => {
  const before = await seen(home);
  await succeed('quarantine', 'replay', ...range, '--home', home);
  expect(await seen(home)).toEqual(before);
});

test('an id is explained: where it came, what became of it, where it counts', async () => {
  const { rows } = await ask<{ rows: string[][] }>(
    'query',
    "select transaction_id, source_file, txn_date from core.fact_transactions where status = 'approved' and is_refund = false limit 1",
  );
  const [id = '', file, date] = rows[0] ?? [];
  const { arrivals, stands } = await ask<Explained>('explain', id);
  expect(arrivals.filter(({ verdict }) => verdict === 'loaded')).toMatchObject([{ file }]);
  expect(stands).toMatchObject([{ txnDate: date, fact: { transaction_id: id } }]);
  const key = stands[0]?.silverKey ?? '';
  expect(key).toMatch(new RegExp(`^transactions/p_txn_date=${date}/p_mcc=(m\\d{4}|mixed)/part-0000.parquet$`));
  const found = await withDuckDB(home, (query) =>
    query(`from read_parquet('${join(silverOf(home), key)}') where transaction_id = '${id}'`),
  );
  expect(found).toHaveLength(1);
  expect(stands[0]?.marts.map(({ name }) => name)).toEqual(
    ['sales_daily', 'authorization_daily', 'merchant_daily', 'rfm_customer', 'ltv_customer'].map(
      (name) => `mart.${name}`,
    ),
  );
  expect(await ask<Explained>('explain', 'nobody-knows-it')).toMatchObject({ arrivals: [], stands: [] });
});

test('released rows load for good: no order of releases and runs makes a difference', async () => {
  const held = sum('held', report);
  expect(held).toBeGreaterThan(0);
  const released = await succeed('held', 'release', ...range, '--reason', 'finance asked', '--home', home);
  expect(sum('held', released)).toBe(0);
  const again = await succeed('backfill', ...range, '--home', home);
  expect(again.silverDigest).toBe(released.silverDigest);
  expect(silverDigest(home)).toBe(released.silverDigest);
  expect((await ask<SetAside>('held', 'list', ...range)).rows).toBe(0);

  const other = await makeFolder();
  try {
    for (const [from = '', to = ''] of [
      ['2025-09-03', '2025-09-03'],
      ['2025-09-01', '2025-09-02'],
    ]) {
      await succeed('demo', '--from', from, '--to', to, ...knobs, '--home', other);
      await succeed('held', 'release', '--from', from, '--to', to, '--reason', 'finance asked', '--home', other);
    }
    expect((await seen(other)).silver).toEqual((await seen(home)).silver);
    expect(silverDigest(other)).toBe(released.silverDigest);
  } finally {
    await removeFolder(other);
  }
});

test('a release that is taken back is as if it had never been, and can be said again', async () => {
  const before = report.silverDigest;
  const refused = await paylakeJson('held', 'withdraw', ...range, '--home', home);
  expect(refused.status).toBe(2);
  expect(refused.document.error.message).toContain('--reason');
  const released = silverDigest(home);
  expect(released).not.toBe(before);
  const back = await succeed('held', 'withdraw', ...range, '--reason', 'finance was wrong', '--home', home);
  expect([back.silverDigest, sum('held', back)]).toEqual([before, sum('held', report)]);
  await succeed('held', 'release', ...range, '--reason', 'finance was right', '--home', home);
  expect(silverDigest(home)).toBe(released);
  const words = wordsOnRecord(home).map(({ says, reason, by }) => ({ says, reason, isNamed: by !== '' }));
  const isNamed = true;
  expect(words).toEqual([
    { says: 'released', reason: 'finance asked', isNamed },
    { says: 'withdrawn', reason: 'finance was wrong', isNamed },
    { says: 'released', reason: 'finance was right', isNamed },
  ]);
});

/** What is on record about the first day's late rows that has any. */
function wordsOnRecord(home: string): { says: string; reason: string; by: string }[] {
  const [key = ''] = keysOf(silverOf(home)).filter((name) => name.startsWith('_releases/'));
  return JSON.parse(readFileSync(join(silverOf(home), key), 'utf8')).words;
}

test('--wait outlasts another command, whichever comes first', async () => {
  const first = startPaylake(['backfill', ...range, '--wait', '--home', home]);
  const second = await paylakeJson<RunDocument>('backfill', ...range, '--wait', '--home', home);
  expect((await first.outcome).status).toBe(0);
  expect(second).toMatchObject({ status: 0, document: { status: 'succeeded' } });
});
