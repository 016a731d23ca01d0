import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { stagedDatePrefix } from '../../lib/lake/keys.ts';
import { listObjects, needJson } from '../../lib/lake/objects.ts';
import type { Ranking, RunPlan } from '../../lib/run/records.ts';
import { rankRun } from '../../lib/stages/rank/rank-run.ts';
import { driveRun } from '../laws/drive-run.ts';
import { openMemoryLake } from '../laws/memory-lake.ts';
import { memoryS3 } from '../laws/memory-s3-clients.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';

let origin: ScratchLake;
beforeAll(async () => {
  origin = await openMemoryLake(memoryS3);
});
afterAll(() => origin.remove());

const options = { memoryMiB: 512, chunkRows: 1 };
const rowOn = (id: string, date: string): object =>
  nativeRow({ transaction_id: `txn-00000${id}`, txn_ts: `${date}T12:00:00+09:00` });
const put = (lake: ScratchLake, date: string, name: string, ...rows: object[]): Promise<void> =>
  lake.put(`transactions/ingest_date=${date}/${name}.ndjson`, toNdjson(rows));

/** The plan of the run that died last. */
async function lastPlan(lake: ScratchLake): Promise<RunPlan> {
  const keys = (await listObjects(lake.silver, '_runs/')).map(({ key }) => key);
  const plans = await Promise.all(
    keys.filter((key) => key.endsWith('/plan.json')).map((key) => needJson<RunPlan>(lake.silver, key)),
  );
  return plans.toSorted((a, b) => (a.runId < b.runId ? -1 : 1)).at(-1) as RunPlan;
}

/** Two published dates, of which the second gets another file; the run over both died before its audit. */
async function runAgain(): Promise<{ lake: ScratchLake; plan: RunPlan }> {
  const lake = await origin.another();
  await put(lake, '2025-09-09', 'a', rowOn('1', '2025-09-09'));
  await put(lake, '2025-09-10', 'a', rowOn('2', '2025-09-10'));
  const range = { from: '2025-09-09', to: '2025-09-10' };
  expect((await driveRun(lake, range))?.status).toBe('succeeded');
  await put(lake, '2025-09-10', 'b', rowOn('3', '2025-09-08'), rowOn('4', '2025-09-10'));
  await driveRun(lake, { ...range, dies: 'before audit' });
  return { lake, plan: await lastPlan(lake) };
}

test('only what is derived touches dates, whatever else is reported', async () => {
  const { lake, plan } = await runAgain();
  const [first, second] = plan.dates as [RunPlan['dates'][number], RunPlan['dates'][number]];
  const dates = [{ ...first, derive: false }, second];
  const ranking = await rankRun(lake.silver, transactions, { ...plan, dates }, options);
  expect(ranking.touchedDates).toEqual(['2025-09-08', '2025-09-10']);
  expect(Object.keys(ranking.verdicts)).toEqual(['2025-09-09', '2025-09-10']);
  expect(ranking.verdicts['2025-09-09']?.rows).toEqual({ loaded: 1, duplicate: 0, superseded: 0 });
});

test('a chunk has no file that has rows of other dates alone', async () => {
  const lake = await origin.another();
  await put(lake, '2025-09-09', 'a', rowOn('1', '2025-09-09'));
  await put(lake, '2025-09-10', 'a', rowOn('2', '2025-09-10'));
  await driveRun(lake, { from: '2025-09-09', to: '2025-09-10', dies: 'before audit' });
  const plan = await lastPlan(lake);
  const { chunks } = await rankRun(lake.silver, transactions, plan, options);
  const staged = (date: string): string => `${stagedDatePrefix(plan.runId, date)}accepted.parquet`;
  expect(chunks.map(({ dates, accepted }) => [dates, accepted])).toEqual(
    ['2025-09-09', '2025-09-10'].map((date) => [[date], [staged(date)]]),
  );
});

test('of nothing there is a ranking with nothing in it', async () => {
  const lake = await origin.another();
  await driveRun(lake, { from: '2025-09-09', to: '2025-09-10' });
  const plan = await lastPlan(lake);
  expect(plan.missing).toEqual(['2025-09-09', '2025-09-10']);
  expect(await rankRun(lake.silver, transactions, plan, options)).toEqual<Ranking>({
    touchedDates: [],
    chunks: [{ name: 'part-0000', dates: [], accepted: [] }],
    verdicts: {},
    controlTotals: [],
    conflicts: {},
    residualDuplicates: 0,
  });
});

test('ranking leaves nothing on the disk it worked on', async () => {
  const { lake, plan } = await runAgain();
  const scratch = await mkdtemp(join(tmpdir(), 'paylake-rank-'));
  vi.stubEnv('TMPDIR', scratch);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(scratch, { recursive: true, force: true });
  });
  await rankRun(lake.silver, transactions, plan, options);
  expect(await readdir(scratch)).toEqual([]);
});
