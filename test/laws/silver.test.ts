import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestOf, expectDays, expectSilver, silverKeys } from './compare-silver.ts';
import { driveRun, type RunOptions } from './drive-run.ts';
import { type Delivery, history, wholeRange } from './history.ts';
import { nativeRow, toNdjson } from './native-row.ts';
import { judgeFile } from './oracle/judge-file.ts';
import { partsOfKey } from './oracle/judged-row.ts';
import { type RankedRow, rankRows } from './oracle/rank-rows.ts';
import { type ScratchLake, startScratchLake } from './scratch-lake.ts';
import { shrinkInTime } from './shrink-in-time.ts';

let origin: ScratchLake;
beforeAll(async () => {
  origin = await startScratchLake();
});
afterAll(() => origin.remove());

/** What becomes of all rows of the published files. */
function rankFiles(deliveries: readonly Delivery[]): RankedRow[] {
  return rankRows(deliveries.flatMap(({ key, text }) => judgeFile(key, Buffer.from(text))));
}

const land = async (lake: ScratchLake, deliveries: readonly Delivery[]): Promise<void> => {
  for (const { key, text } of deliveries) await lake.put(key, text);
};

/** What is published: of each ingest date the files that were there when its last published run was planned. */
type Published = Map<string, Delivery[]>;

function publish(published: Published, run: RunOptions, landed: readonly Delivery[]): void {
  const byDate = Map.groupBy(landed, ({ key }) => partsOfKey(key).ingestDate);
  for (const [date, files] of byDate) if (run.from <= date && date <= run.to) published.set(date, files);
}

test('any history of runs leaves exactly the accepted rows that nothing outranks, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ deliveries, runs }) => {
      const lake = await origin.another();
      const published: Published = new Map();
      let finish = (): void => {};
      for (const [at, run] of runs.entries()) {
        await land(
          lake,
          deliveries.filter(({ landsBefore }) => landsBefore === at),
        );
        const landed = deliveries.filter(({ landsBefore }) => landsBefore <= at);
        const report = await driveRun(lake, run);
        // A decided run that died is finished by the one that comes next.
        finish();
        const isDecided = run.dies !== 'before audit';
        finish = () => isDecided && publish(published, run, landed);
        if (!report) continue;
        finish();
        const ranked = rankFiles([...published.values()].flat());
        await expectSilver(lake, ranked);
        expectDays(report, ranked);
        expect(report.silverDigest).toBe(await digestOf(lake));
      }
      const whole = await origin.another();
      await land(whole, deliveries);
      const report = await driveRun(whole, wholeRange);
      expect(await digestOf(lake)).toBe(await digestOf(whole));
      expect(report?.silverDigest).toBe(await digestOf(whole));
      expect(await silverKeys(lake)).toEqual(await silverKeys(whole));
    }),
    { numRuns: 4, ...shrinkInTime },
  );
});

const day = (date: string): RunOptions => ({ from: date, to: date });
const [early, late] = ['transactions/ingest_date=2025-03-04/a.ndjson', 'transactions/ingest_date=2025-04-03/a.ndjson'];
const rowOn = (date: string, version: number): string =>
  toNdjson([nativeRow({ txn_ts: `${date}T12:00:00+09:00`, version })]);

test('a higher version that is run last, though it came 30 days before, empties the date of the lower', async () => {
  const lake = await origin.another();
  const deliveries: Delivery[] = [
    { key: early, text: rowOn('2025-03-04', 2), landsBefore: 0 },
    { key: late, text: rowOn('2025-04-03', 1), landsBefore: 0 },
  ];
  await land(lake, deliveries);
  await driveRun(lake, day('2025-04-03'));
  const report = await driveRun(lake, day('2025-03-04'));
  await expectSilver(lake, rankFiles(deliveries));
  expect(report?.touchedDates).toEqual(['2025-03-04', '2025-04-03']);
  expect(await silverKeys(lake)).toEqual(['transactions/txn_date=2025-03-04/mcc=5411/part-0000.parquet']);
});

test('a date restated for another id keeps out what a date far from it outranks', async () => {
  const lake = await origin.another();
  const deliveries: Delivery[] = [
    { key: early, text: rowOn('2025-03-04', 1), landsBefore: 0 },
    { key: late, text: rowOn('2025-04-03', 2), landsBefore: 0 },
  ];
  const other = toNdjson([nativeRow({ transaction_id: 'txn-other', txn_ts: '2025-03-04' })]);
  deliveries.push({ key: 'transactions/ingest_date=2025-03-05/a.ndjson', text: other, landsBefore: 0 });
  await land(lake, deliveries);
  for (const date of ['2025-03-04', '2025-04-03', '2025-03-05']) await driveRun(lake, day(date));
  await expectSilver(lake, rankFiles(deliveries));
});

test('a file that is gone from Bronze is gone from Silver with the next run of its date, and what it outranked is back', async () => {
  const lake = await origin.another();
  const gone = 'transactions/ingest_date=2025-04-03/b.ndjson';
  const stays: Delivery[] = [
    { key: early, text: rowOn('2025-03-04', 1), landsBefore: 0 },
    { key: late, text: toNdjson([nativeRow({ transaction_id: 'txn-other', txn_ts: '2025-04-03' })]), landsBefore: 0 },
  ];
  await land(lake, [...stays, { key: gone, text: rowOn('2025-04-02', 2), landsBefore: 0 }]);
  for (const date of ['2025-03-04', '2025-04-03']) await driveRun(lake, day(date));
  await lake.bronze.s3.send(new DeleteObjectCommand({ Bucket: lake.bronze.name, Key: gone }));
  const report = await driveRun(lake, day('2025-04-03'));
  await expectSilver(lake, rankFiles(stays));
  expect(report?.touchedDates).toEqual(['2025-03-04', '2025-04-02', '2025-04-03']);
});
