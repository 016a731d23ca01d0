import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCost } from '../../lib/cost/run-cost.ts';
import { noUsage } from '../../lib/cost/usage.ts';
import { leaseKey } from '../../lib/lake/keys.ts';
import { getJson } from '../../lib/lake/objects.ts';
import { assertLease, type Lease } from '../../lib/run/lease.ts';
import type { RunReport } from '../../lib/run/records.ts';
import { ownerState } from '../../lib/stages/plan/owner-state.ts';
import { planRun } from '../../lib/stages/plan/plan-run.ts';
import { expectSilver, silverHashes } from '../laws/compare-silver.ts';
import { driveRun } from '../laws/drive-run.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { judgeFile } from '../laws/oracle/judge-file.ts';
import { rankRows } from '../laws/oracle/rank-rows.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

const files: Record<string, string> = Object.fromEntries(
  ['2025-03-03', '2025-03-04', '2025-03-05'].map((date, at) => [
    `transactions/ingest_date=${date}/a.ndjson`,
    toNdjson([
      nativeRow({ transaction_id: 'txn-moves', version: at + 1, txn_ts: date }),
      nativeRow({ transaction_id: `txn-of-${date}`, txn_ts: date }),
    ]),
  ]),
);

let lake: ScratchLake;
let states: SFNClient;
beforeAll(async () => {
  lake = await startScratchLake();
  // Nobody answers there: whether the owner is alive cannot be told.
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  states = new SFNClient({ endpoint: 'http://127.0.0.1:1', region: 'ap-northeast-2', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  states.destroy();
  await lake.remove();
});

/** The lease as it is at so many seconds after the dead run took it for 60. */
const leaseAt = (seconds: number) => {
  const now = new Date(seconds * 1000);
  return { now, seconds: 60, ownerState: (owner: string) => ownerState(states, owner, now, 900) };
};
const inputOf = (runId: string, request: object) => ({
  request,
  owner: runId,
  runId,
  startedAt: '2026-01-01T00:00:00Z',
  hasGenerator: false,
  isGenerated: false,
});

test('a lease whose owner cannot be asked is respected until it has expired; then its decided run is finished first', async () => {
  for (const [key, text] of Object.entries(files)) await lake.put(key, text);
  await driveRun(lake, { from: '2025-03-03', to: '2025-03-03' });
  await driveRun(lake, { from: '2025-03-04', to: '2025-03-04', chunkRows: 1, dies: 'while publishing' });
  const dead = (await getJson<Lease>(lake.silver, leaseKey('transactions')))?.value;
  const half = await silverHashes(lake);
  const other = { from: '2025-03-05', to: '2025-03-05' };

  const place = { region: 'ap-northeast-2', architecture: 'arm64', baseCapacityRpu: 8 } as const;
  const cost = runCost('early', undefined, { execution: 'early', usage: { ...noUsage, transitions: 4 }, place });
  const refused = await planRun(lake, { ...inputOf('early', other), costOf: () => cost }, leaseAt(59));
  expect(refused).toMatchObject({ next: 'locked', status: 'locked' });
  const report = await getJson<RunReport>(lake.silver, '_runs/early/report.json');
  expect(report?.value.error).toMatchObject({
    kind: 'locked',
    message: expect.stringContaining(dead?.runId ?? 'nobody'),
    next: expect.stringContaining('1970-01-01T00:01:00.000Z'),
  });
  expect(report?.value.cost).toEqual(cost);
  const scheduled = inputOf('morning', { ...other, scheduledTime: '2025-03-05T21:00:00Z' });
  expect(await planRun(lake, scheduled, leaseAt(59))).toMatchObject({ next: 'wait' });
  await expect(assertLease(lake.silver, 'transactions', dead?.owner ?? '')).resolves.toBeUndefined();
  expect(await silverHashes(lake)).toEqual(half);

  const taken = await planRun(lake, inputOf('heir', other), leaseAt(61));
  expect(taken).toMatchObject({ next: 'finish', runId: dead?.runId });
  // Should the owner have been alive after all, it must not write another thing.
  await expect(assertLease(lake.silver, 'transactions', dead?.owner ?? '')).rejects.toThrow('heir');
  // The heir dies in turn, and its own heir does all there is to do: the dead run, then another date.
  expect((await driveRun(lake, other, { lease: leaseAt(122) }))?.status).toBe('succeeded');
  await expectSilver(lake, rankRows(Object.entries(files).flatMap(([key, text]) => judgeFile(key, Buffer.from(text)))));
});
