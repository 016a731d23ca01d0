import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { journalKey } from '../../lib/lake/keys.ts';
import { listObjects, needJson } from '../../lib/lake/objects.ts';
import type { ItemProgress } from '../../lib/run/item-progress.ts';
import type { Decision } from '../../lib/run/records.ts';
import { publishUnit } from '../../lib/stages/publish/publish-unit.ts';
import { digestOf, silverKeys } from '../laws/compare-silver.ts';
import { driveRun } from '../laws/drive-run.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { readObject } from '../laws/read-object.ts';
import { readRows } from '../laws/read-rows.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

let origin: ScratchLake;
beforeAll(async () => {
  origin = await startScratchLake();
});
afterAll(() => origin.remove());

const accept = ['quarantined_share'];
const runOn = (lake: ScratchLake, date: string) => driveRun(lake, { from: date, to: date, accept });
const rowOn = (id: number, date: string, changes: object = {}): object =>
  nativeRow({ transaction_id: `txn-${100000 + id}`, txn_ts: `${date}T12:00:00+09:00`, ...changes });
const partition = (date: string, value: string): string =>
  `transactions/p_txn_date=${date}/p_mcc=${value}/part-0000.parquet`;

/** Changes of Silver's partitions while something is done. */
async function changesDuring(lake: ScratchLake, work: () => Promise<unknown>): Promise<string[]> {
  const before = lake.changes.length;
  await work();
  const own = `arn:aws:s3:::${lake.silver.name}/transactions/`;
  return lake.changes
    .slice(before)
    .filter((change) => change.includes(own))
    .map((change) => change.replace(own, 'transactions/').replace('s3:', ''))
    .sort();
}

/** Two dates, each split by value: 200 rows of two values, and of one. With fewer rows beside the four, each is one file. */
async function landTwoDays(beside = 198): Promise<ScratchLake> {
  const lake = await origin.another();
  const crowd = Array.from({ length: beside }, (_, at) => [
    rowOn(1000 + at, '2025-09-09'),
    rowOn(2000 + at, '2025-09-10'),
  ]);
  const rows = [
    rowOn(1, '2025-09-09'),
    rowOn(2, '2025-09-09', { mcc: '0742' }),
    rowOn(3, '2025-09-10'),
    rowOn(4, '2025-09-10'),
    ...crowd.flat(),
  ];
  await lake.put('transactions/ingest_date=2025-09-10/a.ndjson.gz', gzipSync(toNdjson(rows)));
  await runOn(lake, '2025-09-10');
  return lake;
}

test('a run over the same inputs writes no partition again', async () => {
  const lake = await landTwoDays();
  const digest = await digestOf(lake);
  expect(await silverKeys(lake)).toEqual([
    partition('2025-09-09', 'm0742'),
    partition('2025-09-09', 'm5411'),
    partition('2025-09-10', 'm5411'),
  ]);
  expect(await changesDuring(lake, () => runOn(lake, '2025-09-10'))).toEqual([]);
  expect(await digestOf(lake)).toBe(digest);
});

test('of the touched dates only the partitions that differ are written, those that lost their last row are deleted', async () => {
  const lake = await landTwoDays();
  const corrected = [rowOn(2, '2025-09-10', { version: 2 }), rowOn(3, '2025-09-10', { version: 2, mcc: '4111' })];
  await lake.put('transactions/ingest_date=2025-09-11/b.ndjson', toNdjson(corrected));
  const changes = await changesDuring(lake, () => runOn(lake, '2025-09-11'));
  expect(changes).toEqual([
    `DeleteObject ${partition('2025-09-09', 'm0742')}`,
    `PutObject ${partition('2025-09-10', 'm4111')}`,
    `PutObject ${partition('2025-09-10', 'm5411')}`,
  ]);
  expect(await silverKeys(lake)).toEqual([
    partition('2025-09-09', 'm5411'),
    partition('2025-09-10', 'm4111'),
    partition('2025-09-10', 'm5411'),
  ]);
});

test('a date that loses all its rows leaves nothing behind, in Silver or in the catalog', async () => {
  const lake = await landTwoDays(0);
  const moved = [1, 2].map((id) => rowOn(id, '2025-09-11', { version: 2 }));
  await lake.put('transactions/ingest_date=2025-09-11/b.ndjson', toNdjson(moved));
  const report = await runOn(lake, '2025-09-11');
  expect(await silverKeys(lake)).toEqual([partition('2025-09-10', 'mixed'), partition('2025-09-11', 'mixed')]);
  const catalog = (await listObjects(lake.silver, '_catalog/')).map(({ key }) => key);
  expect(catalog).toEqual(['_catalog/transactions/2025-09-10.json', '_catalog/transactions/2025-09-11.json']);
  expect(report?.silverDigest).toBe(await digestOf(lake));
  expect(report?.touchedDates).toEqual(['2025-09-09', '2025-09-11']);
});

test('a partition that someone deleted or added by hand is put right by the next run over its date', async () => {
  const lake = await landTwoDays();
  const digest = await digestOf(lake);
  await rm(lake.silverPath(partition('2025-09-10', 'm5411')));
  await writeFile(lake.silverPath('transactions/p_txn_date=2025-09-09/p_mcc=m5411/part-0001.parquet'), 'not ours');
  await runOn(lake, '2025-09-10');
  expect(await digestOf(lake)).toBe(digest);
});

test('a partition that someone overwrote with as many bytes is put right too', async () => {
  const lake = await landTwoDays();
  const digest = await digestOf(lake);
  const path = lake.silverPath(partition('2025-09-10', 'm5411'));
  const bytes = await readFile(path);
  await writeFile(path, bytes.with(bytes.length - 10, 0x7f));
  await runOn(lake, '2025-09-10');
  expect(await digestOf(lake)).toBe(digest);
});

test('rows of every partition file stand in order of their ids, however many there are', async () => {
  const lake = await origin.another();
  // Sizes around those at which DuckDB hands slices on in another way, in one date.
  const sizes = [1, 47, 48, 49, 63, 64, 65, 130, 1000, 2049, 5000];
  const rows = sizes.flatMap((size, mcc) =>
    Array.from({ length: size }, (_, at) =>
      nativeRow({
        transaction_id: `${createHash('md5').update(`${mcc}-${at}`).digest('hex')}`,
        mcc: String(1000 + mcc),
      }),
    ),
  );
  await lake.put('transactions/ingest_date=2025-09-10/a.ndjson', toNdjson(rows));
  await runOn(lake, '2025-09-10');
  for (const [mcc, size] of sizes.entries()) {
    const ids = (await readRows(lake.silverPath(partition('2025-09-10', `m${1000 + mcc}`)))).map(
      (row) => row.transaction_id,
    );
    expect(ids).toHaveLength(size);
    expect(ids).toEqual(ids.toSorted());
  }
});

test('a part tells after each of its partitions how much of it is published', async () => {
  const lake = await landTwoDays();
  const rows = Array.from({ length: 200 }, (_, at) =>
    rowOn(10 + at, '2025-09-11', { mcc: at === 0 ? '0742' : '5411' }),
  );
  await lake.put('transactions/ingest_date=2025-09-11/b.ndjson', toNdjson(rows));
  await driveRun(lake, { from: '2025-09-11', to: '2025-09-11', dies: 'after audit' });
  const told: ItemProgress[] = [];
  const tell = async (progress: ItemProgress): Promise<void> => void told.push(progress);
  await publishUnit(lake.silver, 'transactions', 'part-0000', { memoryMiB: 256, tell });
  expect(told.map(({ rows }) => rows)).toEqual([1, 200]);
  expect(told.at(-1)?.share).toBe(1);
});

test('a decided run may be published twice, and by halves: the next run finishes it', async () => {
  const lake = await landTwoDays();
  await lake.put('transactions/ingest_date=2025-09-11/b.ndjson', toNdjson([rowOn(3, '2025-09-11', { version: 2 })]));
  await driveRun(lake, { from: '2025-09-11', to: '2025-09-11', dies: 'after audit' });
  for (const unit of ['part-0000', 'part-0000', 'accepted'])
    await publishUnit(lake.silver, 'transactions', unit, { memoryMiB: 256 });
  await runOn(lake, '2025-09-12');
  const whole = await origin.another();
  for (const date of ['2025-09-10', '2025-09-11']) {
    for (const { key } of await listObjects(lake.bronze, `transactions/ingest_date=${date}/`)) {
      await whole.put(key, await readObject(lake.bronze, key));
    }
  }
  await driveRun(whole, { from: '2025-09-10', to: '2025-09-12', accept });
  expect(await digestOf(lake)).toBe(await digestOf(whole));
  expect(await listObjects(lake.silver, '_journal/')).toEqual([]);
});

test('publishing says by how many bytes it grew, emptied partitions and rows set aside included; again, by none', async () => {
  const lake = await landTwoDays();
  const keptBytes = async (): Promise<number> => {
    const objects = await listObjects(lake.silver, '');
    const kept = objects.filter(({ key }) => /^(transactions|_accepted|_quarantine|_held)\//.test(key));
    return kept.reduce((sum, { size }) => sum + size, 0);
  };
  const rows = [rowOn(2, '2025-09-10', { version: 2 }), rowOn(5, '2025-09-01'), rowOn(6, '2025-09-10', { mcc: 'x' })];
  await lake.put('transactions/ingest_date=2025-09-10/b.ndjson', toNdjson(rows));
  await driveRun(lake, { from: '2025-09-10', to: '2025-09-10', accept, dies: 'after audit' });
  const publish = async (): Promise<number> => {
    const units = ['part-0000', 'accepted'].map(
      (unit) => () => publishUnit(lake.silver, 'transactions', unit, { memoryMiB: 256 }),
    );
    let grown = 0;
    for (const unit of units) grown += (await unit()).grownBytes;
    return grown;
  };
  const before = await keptBytes();
  const grown = await publish();
  expect(await silverKeys(lake)).not.toContain(partition('2025-09-09', 'm0742'));
  expect(
    (await listObjects(lake.silver, '_held/')).length + (await listObjects(lake.silver, '_quarantine/')).length,
  ).toBe(2);
  expect(grown).toBe((await keptBytes()) - before);
  expect(await publish()).toBe(0);
});

test('a unit that the decided run does not have is a defect, named; nothing stays on the disk, whether it ends well or not', async () => {
  const lake = await landTwoDays();
  await lake.put('transactions/ingest_date=2025-09-11/b.ndjson', toNdjson([rowOn(3, '2025-09-11', { version: 2 })]));
  await driveRun(lake, { from: '2025-09-11', to: '2025-09-11', dies: 'after audit' });
  const { runId, parts } = await needJson<Decision>(lake.silver, journalKey('transactions'));
  const scratch = await mkdtemp(join(tmpdir(), 'paylake-publish-'));
  vi.stubEnv('TMPDIR', scratch);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(scratch, { recursive: true, force: true });
  });
  const publish = (unit: string) => publishUnit(lake.silver, 'transactions', unit, { memoryMiB: 256 });
  await expect(publish('part-0007')).rejects.toThrow(`part-0007 is no part of ${runId}`);
  await publish('part-0000');
  expect(await readdir(scratch)).toEqual([]);
  await rm(lake.silverPath(parts[0]?.key ?? ''));
  await expect(publish('part-0000')).rejects.toThrow();
  expect(await readdir(scratch)).toEqual([]);
});
