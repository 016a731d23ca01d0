import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectSilver, silverKeys } from './compare-silver.ts';
import { driveRun, type RunOptions } from './drive-run.ts';
import { history } from './history.ts';
import { liveHistory } from './live-history.ts';
import { nativeRow, toNdjson } from './native-row.ts';
import { judgeFile } from './oracle/judge-file.ts';
import type { Delivery } from './oracle/model.ts';
import { type RankedRow, rankRows } from './oracle/rank-rows.ts';
import { type ScratchLake, startScratchLake } from './scratch-lake.ts';
import { shrinkInTime } from './shrink-in-time.ts';

let origin: ScratchLake;
beforeAll(async () => {
  origin = await startScratchLake();
});
afterAll(() => origin.remove());

/** What becomes of all rows of files that are published as they are. */
function rankFiles(deliveries: readonly Delivery[]): RankedRow[] {
  return rankRows(deliveries.flatMap(({ key, text }) => judgeFile(key, Buffer.from(text))));
}

const land = async (lake: ScratchLake, deliveries: readonly Delivery[]): Promise<void> => {
  for (const { key, text } of deliveries) await lake.put(key, text);
};

// The many histories (histories.test.ts) do without HTTP and with one engine for all; a few have everything as it is.
test('histories over the real endpoint, with an engine for every stage', async () => {
  const property = fc.asyncProperty(history, async (one) => void (await liveHistory(one, await origin.another())));
  await fc.assert(property, { seed: 1, numRuns: 4, unbiased: true, ...shrinkInTime });
});

const day = (date: string): RunOptions => ({ from: date, to: date });
const [early, late] = ['transactions/ingest_date=2025-03-04/a.ndjson', 'transactions/ingest_date=2025-04-03/a.ndjson'];
const rowOn = (date: string, version: number): string =>
  toNdjson([nativeRow({ txn_ts: `${date}T12:00:00+09:00`, version })]);

test('a higher version that is run last, though it came 30 days before, empties the date of the lower', async () => {
  const lake = await origin.another();
  const deliveries: Delivery[] = [
    { key: early, text: rowOn('2025-03-04', 2) },
    { key: late, text: rowOn('2025-04-03', 1) },
  ];
  await land(lake, deliveries);
  await driveRun(lake, day('2025-04-03'));
  const report = await driveRun(lake, day('2025-03-04'));
  await expectSilver(lake, rankFiles(deliveries));
  expect(report?.touchedDates).toEqual(['2025-03-04', '2025-04-03']);
  expect(await silverKeys(lake)).toEqual(['transactions/p_txn_date=2025-03-04/p_mcc=mixed/part-0000.parquet']);
});

test('a date restated for another id keeps out what a date far from it outranks', async () => {
  const lake = await origin.another();
  const deliveries: Delivery[] = [
    { key: early, text: rowOn('2025-03-04', 1) },
    { key: late, text: rowOn('2025-04-03', 2) },
  ];
  const other = toNdjson([nativeRow({ transaction_id: 'txn-other', txn_ts: '2025-03-04' })]);
  deliveries.push({ key: 'transactions/ingest_date=2025-03-05/a.ndjson', text: other });
  await land(lake, deliveries);
  for (const date of ['2025-03-04', '2025-04-03', '2025-03-05']) await driveRun(lake, day(date));
  await expectSilver(lake, rankFiles(deliveries));
});

test('a file that is gone from Bronze is gone from Silver with the next run of its date, and what it outranked is back', async () => {
  const lake = await origin.another();
  const gone = 'transactions/ingest_date=2025-04-03/b.ndjson';
  const stays: Delivery[] = [
    { key: early, text: rowOn('2025-03-04', 1) },
    { key: late, text: toNdjson([nativeRow({ transaction_id: 'txn-other', txn_ts: '2025-04-03' })]) },
  ];
  await land(lake, [...stays, { key: gone, text: rowOn('2025-04-02', 2) }]);
  for (const date of ['2025-03-04', '2025-04-03']) await driveRun(lake, day(date));
  await lake.bronze.s3.send(new DeleteObjectCommand({ Bucket: lake.bronze.name, Key: gone }));
  const report = await driveRun(lake, day('2025-04-03'));
  await expectSilver(lake, rankFiles(stays));
  expect(report?.touchedDates).toEqual(['2025-03-04', '2025-04-02', '2025-04-03']);
});
