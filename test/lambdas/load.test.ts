import { ListStatementsCommand } from '@aws-sdk/client-redshift-data';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { leaseKey, runKey } from '../../lib/lake/keys.ts';
import { getJson, putJson, removeObject } from '../../lib/lake/objects.ts';
import type { StageEvent } from '../../lib/runtime/stage-event.ts';
import { copyRole, dataset, type LoadedWarehouse, openLoadedWarehouse } from '../warehouse/loaded-warehouse.ts';
import { silverRow } from '../warehouse/silver-row.ts';
import { stubFunctionEnv, urlOf } from './function-env.ts';

type Handler = (event: StageEvent<unknown>) => Promise<{ next?: unknown }>;
let lake: LoadedWarehouse;
let handler: Handler;
let runs = 0;
let runId = '';
beforeAll(async () => {
  lake = await openLoadedWarehouse();
  const { client, silver, warehouse } = lake;
  stubFunctionEnv(
    { S3: await urlOf(silver.s3), REDSHIFT_DATA: await urlOf(client) },
    {
      // Statements belong to the role that ran them; the test asks as this one.
      AWS_ACCESS_KEY_ID: 'loader',
      SILVER_BUCKET: silver.name,
      WORKGROUP_NAME: warehouse.workgroup,
      DATABASE_NAME: warehouse.database,
      COPY_ROLE_ARN: copyRole,
    },
  );
  handler = (await import('../../lambdas/load/handler.ts')).handler as Handler;
});
beforeEach(async () => {
  runs += 1;
  runId = `run-${runs}`;
  await lake.empty();
  await lake.decide({ runId, touched: ['2025-09-01'], rows: [silverRow({ transaction_id: 'sale-0001' })] });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await lake.close();
});

const event = (owner: string): StageEvent<unknown> => ({
  request: {},
  runId,
  owner,
  startedAt: '2025-09-02T00:00:00Z',
  generated: [],
  run: { runId, dataset },
  item: undefined,
});
const submitted = async (): Promise<number> => {
  const command = new ListStatementsCommand({ StatementName: runKey(runId, 'load'), Status: 'ALL' });
  return (await lake.client.send(command)).Statements?.length ?? 0;
};

describe('the load function', () => {
  it('of an execution that lost its lease submits nothing: a dataset has one writer', async () => {
    await putJson(lake.silver, leaseKey(dataset), { owner: 'the-next' });
    await expect(handler(event('the-late'))).rejects.toThrow(/no longer held by the-late but by the-next/);
    await removeObject(lake.silver, leaseKey(dataset));
    await expect(handler(event('the-late'))).rejects.toThrow(/no longer held by the-late but by nobody/);
    expect(await submitted()).toBe(0);
    expect(await getJson(lake.silver, runKey(runId, 'load'))).toBeUndefined();
  });

  it('of the one that holds it says that it runs, then that it has loaded', async () => {
    await putJson(lake.silver, leaseKey(dataset), { owner: 'mine' });
    expect(await handler(event('mine'))).toMatchObject({ runId, dataset, next: 'running' });
    await lake.settle(runId);
    expect(await handler(event('mine'))).toMatchObject({ runId, dataset, next: 'loaded' });
    expect(await submitted()).toBe(1);
  });
});
