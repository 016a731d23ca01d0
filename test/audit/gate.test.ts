import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listObjects } from '../../lib/lake/objects.ts';
import { expectDays, expectSilver, silverKeys } from '../laws/compare-silver.ts';
import { driveRun } from '../laws/drive-run.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { judgeFile } from '../laws/oracle/judge-file.ts';
import { rankRows } from '../laws/oracle/rank-rows.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

let origin: ScratchLake;
beforeAll(async () => {
  origin = await startScratchLake();
});
afterAll(() => origin.remove());

const day = { from: '2025-09-10', to: '2025-09-10' };
const folder = 'transactions/ingest_date=2025-09-10';
const rows = Array.from({ length: 20 }, (_, at) => nativeRow({ transaction_id: `txn-${100000 + at}` }));
const cards = [
  'TRANS DATE,TRANS VAT DESC,ORIGINAL GROSS AMT,MERCHANT NAME,CARD NUMBER,TRANS CAC CODE 1,TRANS CAC CODE 2,TRANS CAC CODE 3',
  '30/08/25,VR,52.32,shell kings,****5770,K020,RV12N,A00',
  '',
].join('\n');
const bad = (count: number): object[] => Array.from({ length: count }, () => nativeRow({ mcc: 'x' }));
const ranked = (text: string) => rankRows(judgeFile(`${folder}/good.ndjson`, Buffer.from(text)));
const published = async (lake: ScratchLake): Promise<string[]> =>
  (await listObjects(lake.silver, ''))
    .map(({ key }) => key)
    .filter((key) => !/^_(staged|runs|lease|acceptances)\//.test(key));

test('a refused file blocks with nothing visible changed; accepted, the run goes on without it and is not asked again', async () => {
  const lake = await origin.another();
  const good = toNdjson(rows);
  await lake.put(`${folder}/good.ndjson`, good);
  await lake.put(`${folder}/torn.ndjson.gz`, gzipSync(good).subarray(0, 60));

  const blocked = await driveRun(lake, day);
  expect(blocked).toMatchObject({ status: 'blocked', error: { kind: 'blocked' }, touchedDates: [], factRows: 0 });
  const check = blocked?.checks.find(({ name }) => name === 'file_refused');
  expect(check).toMatchObject({
    severity: 'block',
    ok: false,
    detail: expect.stringContaining(`${folder}/torn.ndjson.gz`),
  });
  expect(check?.detail).toMatch(/gzip/);
  expect(await published(lake)).toEqual([]);

  const accepted = await driveRun(lake, { ...day, accept: ['file_refused'] });
  expect(accepted?.status).toBe('succeeded');
  await expectSilver(lake, ranked(good));
  expectDays(accepted, ranked(good));
  expect((await driveRun(lake, day))?.status, 'the same inputs again').toBe('succeeded');

  await lake.put(`${folder}/torn-too.ndjson.gz`, gzipSync(good).subarray(0, 70));
  const other = await driveRun(lake, day);
  expect(other?.status, 'other inputs').toBe('blocked');
  await expectSilver(lake, ranked(good));
});

test('four bad rows of twenty-three warn, five of twenty-four block; accepting one check accepts no other', async () => {
  const lake = await origin.another();
  await lake.put(`${folder}/good.ndjson`, toNdjson([...rows.slice(1), ...bad(4)]));
  const warned = await driveRun(lake, day);
  expect(warned?.status).toBe('succeeded');
  expect(warned?.checks.find(({ name }) => name === 'quarantined_share')).toMatchObject({
    severity: 'warn',
    ok: false,
    detail: expect.stringContaining('4 of 23 rows quarantined'),
  });
  const before = await published(lake);

  const worse = await origin.another();
  const text = toNdjson([...rows.slice(1), ...bad(5)]);
  await worse.put(`${folder}/good.ndjson`, text);
  const blocked = await driveRun(worse, { ...day, accept: ['file_refused'] });
  expect(blocked?.status).toBe('blocked');
  expectDays(blocked, ranked(text));
  expect(await published(worse)).toEqual([]);
  const aside = (await listObjects(worse.silver, '_staged/'))
    .map(({ key }) => key)
    .filter((key) => key.endsWith('quarantine.ndjson'));
  expect(aside).toHaveLength(1);
  expect((await driveRun(worse, { ...day, accept: ['quarantined_share'] }))?.status).toBe('succeeded');
  expect(await silverKeys(worse)).toEqual(before.filter((key) => !key.startsWith('_')));
});

test('a blocked run never leaks into the runs after it', async () => {
  const lake = await origin.another();
  await lake.put(`${folder}/good.ndjson`, toNdjson([...rows.map((row) => ({ ...row, version: 9 })), ...bad(5)]));
  expect((await driveRun(lake, day))?.status).toBe('blocked');
  const key = 'transactions/ingest_date=2025-09-11/next.ndjson';
  const text = toNdjson(rows);
  await lake.put(key, text);
  const next = await driveRun(lake, { from: '2025-09-11', to: '2025-09-11' });
  expect(next?.status).toBe('succeeded');
  await expectSilver(lake, rankRows(judgeFile(key, Buffer.from(text))));
});

test('a range with a day without files warns and goes on', async () => {
  const lake = await origin.another();
  await lake.put(`${folder}/good.ndjson`, toNdjson(rows));
  const report = await driveRun(lake, { from: '2025-09-09', to: '2025-09-11' });
  expect(report?.status).toBe('succeeded');
  expect(report?.days.map(({ ingestDate }) => ingestDate)).toEqual(['2025-09-10']);
  const missing = report?.checks.find(({ name }) => name === 'missing_days');
  expect(missing).toMatchObject({ severity: 'warn', ok: false });
  for (const date of ['2025-09-09', '2025-09-11']) expect(missing?.detail).toContain(date);
});

test('published rows sent again with other amounts block: rows and money are told, nothing leaves before somebody says so', async () => {
  const lake = await origin.another();
  const many = Array.from({ length: 60 }, (_, at) =>
    nativeRow({ transaction_id: `txn-${200000 + at}`, amount: '1000' }),
  );
  const first = toNdjson(many);
  await lake.put(`${folder}/good.ndjson`, first);
  expect((await driveRun(lake, day))?.status).toBe('succeeded');
  const nextKey = 'transactions/ingest_date=2025-09-11/again.ndjson';
  const next = { from: '2025-09-11', to: '2025-09-11' };
  const again = toNdjson(many.slice(0, 50).map((row) => ({ ...row, amount: '1' })));
  await lake.put(nextKey, again);

  const blocked = await driveRun(lake, next);
  expect(blocked?.status).toBe('blocked');
  const check = blocked?.checks.find(({ name }) => name === 'conflicting_duplicates');
  expect(check).toMatchObject({ severity: 'block', ok: false });
  for (const said of [
    '2025-09-11: 50 rows',
    '50000.00 KRW leaves, 50.00 comes',
    `${folder}/good.ndjson:1`,
    `${nextKey}:1`,
  ])
    expect(check?.detail).toContain(said);
  expect(blocked?.error?.next).toContain('--accept conflicting_duplicates');
  await expectSilver(lake, ranked(first));

  const accepted = await driveRun(lake, { ...next, accept: ['conflicting_duplicates'] });
  expect(accepted?.status).toBe('succeeded');
  const both = [...judgeFile(`${folder}/good.ndjson`, Buffer.from(first)), ...judgeFile(nextKey, Buffer.from(again))];
  await expectSilver(lake, rankRows(both));
  expect((await driveRun(lake, next))?.status, 'the same again').toBe('succeeded');
});

test('a correction in a later part of a delivery without versions is told by file and line', async () => {
  const lake = await origin.another();
  await lake.put(`${folder}/part-10.ndjson`, toNdjson([nativeRow({ amount: '12.00' })]));
  await lake.put(`${folder}/part-9.ndjson`, toNdjson([nativeRow({ amount: '10.00' }), ...rows.slice(1)]));
  const report = await driveRun(lake, day);
  expect(report?.status).toBe('succeeded');
  const check = report?.checks.find(({ name }) => name === 'conflicting_duplicates');
  expect(check).toMatchObject({ severity: 'warn', ok: false });
  for (const said of [`${folder}/part-10.ndjson:1`, `${folder}/part-9.ndjson:1`, '12.00 KRW leaves, 10.00 comes'])
    expect(check?.detail).toContain(said);
});

test('a feed of unlimited late days beside it switches the word about a closed date not off', async () => {
  const lake = await origin.another();
  const on = (date: string, id: string): string =>
    toNdjson([nativeRow({ transaction_id: id, txn_ts: `${date}T12:00:00+09:00` })]);
  for (const date of ['2025-09-01', '2025-09-10'])
    await lake.put(`transactions/ingest_date=${date}/a.ndjson`, on(date, `txn-${date}`));
  await driveRun(lake, { from: '2025-09-01', to: '2025-09-10' });
  await lake.put('transactions/ingest_date=2025-09-01/b.ndjson', on('2025-09-01', 'txn-forgotten'));
  await lake.put('purchase-cards/ingest_date=2025-09-01/cards.csv', cards);
  const report = await driveRun(lake, { from: '2025-09-01', to: '2025-09-01' });
  expect(report?.status).toBe('succeeded');
  const check = report?.checks.find(({ name }) => name === 'restatement');
  expect(check).toMatchObject({ severity: 'warn', ok: false });
  expect(check?.detail).toContain('closed date 2025-09-01 changes (1 rows before, now 2)');
});
