import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { journalKey, leaseKey } from '../../lib/lake/keys.ts';
import { listObjects, needJson, putJson, removeObject } from '../../lib/lake/objects.ts';
import type { Lease } from '../../lib/run/lease.ts';
import type { Decision } from '../../lib/run/records.ts';
import type { StageEvent } from '../../lib/runtime/stage-event.ts';
import { silverKeys } from '../laws/compare-silver.ts';
import { driveRun } from '../laws/drive-run.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';
import { stubFunctionEnv, urlOf } from './function-env.ts';

/*
 * Law 11 at the doors that decide and publish: an execution that lost the lease changes nothing.
 */

type Handler = (event: StageEvent<unknown>) => Promise<Record<string, unknown>>;
const dataset = 'transactions';
const day = { from: '2025-09-10', to: '2025-09-10' };
let origin: ScratchLake;
let lake: ScratchLake;
beforeAll(async () => {
  origin = await startScratchLake();
});
beforeEach(async () => {
  lake = await origin.another();
  const rows = [1, 2].map((id) => nativeRow({ transaction_id: `txn-00000${id}` }));
  await lake.put('transactions/ingest_date=2025-09-10/a.ndjson', toNdjson(rows));
  stubFunctionEnv({ S3: await urlOf(lake.silver.s3) }, { SILVER_BUCKET: lake.silver.name, DUCKDB_MEMORY_MIB: '256' });
  vi.resetModules();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await origin.remove();
});

const holder = async (): Promise<string> => (await needJson<Lease>(lake.silver, leaseKey(dataset))).owner;
const event = (runId: string, owner: string, item?: object): StageEvent<unknown> => ({
  request: day,
  runId,
  owner,
  startedAt: '2025-09-11T00:00:00Z',
  generated: [],
  run: { runId, dataset },
  item,
});
/** Asks as an execution whose lease passed on, then as one whose lease is gone; expects that it writes nothing. */
async function expectRefused(handler: Handler, asked: StageEvent<unknown>): Promise<void> {
  for (const lease of [{ owner: 'the-next' }, undefined]) {
    if (lease) await putJson(lake.silver, leaseKey(dataset), lease);
    else await removeObject(lake.silver, leaseKey(dataset));
    const before = lake.changes.length;
    await expect(handler(asked)).rejects.toThrow(/lease on transactions is no longer held/);
    expect(lake.changes.slice(before)).toEqual([]);
  }
}

describe('without the lease', () => {
  it('the audit decides nothing', async () => {
    const { handler } = (await import('../../lambdas/audit/handler.ts')) as unknown as { handler: Handler };
    await driveRun(lake, { ...day, dies: 'before audit' });
    const owner = await holder();
    await expectRefused(handler, event(owner, owner));
    await putJson(lake.silver, leaseKey(dataset), { owner });
    expect(await handler(event(owner, owner))).toMatchObject({ next: 'decided', items: expect.any(Array) });
    expect((await needJson<Decision>(lake.silver, journalKey(dataset))).runId).toBe(owner);
  });

  it('publishing writes nothing', async () => {
    const { handler } = (await import('../../lambdas/publish/handler.ts')) as unknown as { handler: Handler };
    await driveRun(lake, { ...day, dies: 'after audit' });
    const owner = await holder();
    for (const unit of ['part-0000', 'accepted']) {
      await putJson(lake.silver, leaseKey(dataset), { owner });
      await expectRefused(handler, event(owner, owner, { unit }));
    }
    expect(await silverKeys(lake)).toEqual([]);
    await putJson(lake.silver, leaseKey(dataset), { owner });
    for (const unit of ['part-0000', 'accepted'])
      expect(await handler(event(owner, owner, { unit }))).toMatchObject({
        unit,
        usage: { grownBytes: expect.any(Number) },
      });
    expect(await silverKeys(lake)).toHaveLength(1);
    expect(await listObjects(lake.silver, '_accepted/')).not.toEqual([]);
  });
});
