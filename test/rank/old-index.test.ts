import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectSilver } from '../laws/compare-silver.ts';
import { driveRun } from '../laws/drive-run.ts';
import { openMemoryLake } from '../laws/memory-lake.ts';
import { memoryS3 } from '../laws/memory-s3-clients.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { judgeFile } from '../laws/oracle/judge-file.ts';
import { rankRows } from '../laws/oracle/rank-rows.ts';
import { ask } from '../laws/read-rows.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';

let lake: ScratchLake;
beforeAll(async () => {
  lake = await openMemoryLake(memoryS3);
});
afterAll(() => lake.remove());

const keyOf = (date: string): string => `transactions/ingest_date=${date}/a.ndjson`;
const run = (date: string): ReturnType<typeof driveRun> => driveRun(lake, { from: date, to: date });
const row = (id: string, changes: object): object => nativeRow({ transaction_id: `txn-00000${id}`, ...changes });

/** The published index of a date as it was written before it kept what tells rows of one version apart. */
async function writeOldIndex(date: string): Promise<void> {
  const key = `_accepted/transactions/ingest_date=${date}/index.parquet`;
  const path = join(tmpdir(), `old-index-${process.pid}.parquet`);
  await ask(
    `copy (select * exclude (status) from read_parquet('${lake.silverPath(key)}')) to '${path}' (format parquet)`,
  );
  const Body = await readFile(path);
  await lake.silver.s3.send(new PutObjectCommand({ Bucket: lake.silver.name, Key: key, Body }));
  await rm(path);
}

test('an index written before it knew the status ranks as ever, and tells of a status nothing', async () => {
  const first = toNdjson([row('1', {}), row('2', { amount: '5.00' })]);
  await lake.put(keyOf('2025-09-10'), first);
  await run('2025-09-10');
  await writeOldIndex('2025-09-10');
  const second = toNdjson([row('1', { status: 'declined' }), row('2', { amount: '7.00', status: 'declined' })]);
  await lake.put(keyOf('2025-09-11'), second);
  const report = await run('2025-09-11');
  expect(report?.status).toBe('succeeded');
  const check = report?.checks.find(({ name }) => name === 'conflicting_duplicates');
  expect(check?.detail).toContain('2025-09-11: 1 rows are outranked');
  expect(check?.detail).toContain('5.00 KRW leaves, 7.00 comes');
  const files = { [keyOf('2025-09-10')]: first, [keyOf('2025-09-11')]: second };
  const judged = Object.entries(files).flatMap(([key, text]) => judgeFile(key, Buffer.from(text)));
  await expectSilver(lake, rankRows(judged));

  // Derived anew, it knows the status.
  const again = await run('2025-09-10');
  expect(again?.checks.find(({ name }) => name === 'conflicting_duplicates')?.detail).toContain(
    '2025-09-10: 2 rows are outranked',
  );
});
