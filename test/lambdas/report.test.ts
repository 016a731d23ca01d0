import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { journalKey, leaseKey, runKey } from '../../lib/lake/keys.ts';
import { getJson, needJson, putJson } from '../../lib/lake/objects.ts';
import type { Lease } from '../../lib/run/lease.ts';
import type { Decision, RunReport } from '../../lib/run/records.ts';
import type { StageEvent } from '../../lib/runtime/stage-event.ts';
import type { Endpoint } from '../../local/json-server.ts';
import { startSnsEndpoint } from '../../local/sns/server.ts';
import { driveRun } from '../laws/drive-run.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';
import { lineageVariables, stubFunctionEnv, urlOf } from './function-env.ts';

type Handler = (event: StageEvent<unknown>) => Promise<Record<string, unknown>>;
const dataset = 'transactions';
let origin: ScratchLake;
let sns: Endpoint;
let alerts = '';
let lake: ScratchLake;
let handler: Handler;
/** The run whose report is to be written. */
let decided = '';

beforeAll(async () => {
  origin = await startScratchLake();
  alerts = await mkdtemp(join(tmpdir(), 'paylake-alerts-'));
  sns = await startSnsEndpoint({ folder: alerts, recordCall: () => {} });
});
/** A run over three rows that has come as far as its report. */
beforeEach(async () => {
  lake = await origin.another();
  const rows = [1, 2, 3].map((id) => nativeRow({ transaction_id: `txn-00000${id}` }));
  await lake.put('transactions/ingest_date=2025-09-10/a.ndjson', toNdjson(rows));
  await driveRun(lake, { from: '2025-09-10', to: '2025-09-10', dies: 'before report' });
  decided = (await needJson<Decision>(lake.silver, journalKey(dataset))).runId;
  stubFunctionEnv(
    { S3: await urlOf(lake.silver.s3), SNS: sns.url },
    {
      BRONZE_BUCKET: lake.bronze.name,
      SILVER_BUCKET: lake.silver.name,
      GOLD_BUCKET: lake.silver.name,
      ALERT_TOPIC_ARN: 'arn:aws:sns:ap-northeast-2:111111111111:alerts',
      TARGET_FLAGS: '',
      BASE_CAPACITY_RPU: '8',
      ...lineageVariables,
    },
  );
  vi.resetModules();
  handler = (await import('../../lambdas/report/handler.ts')).handler as unknown as Handler;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await sns.close();
  await origin.remove();
  await rm(alerts, { recursive: true, force: true });
});

const report = (runId: string, factRows: number): Promise<Record<string, unknown>> =>
  handler({
    request: {},
    runId,
    owner: runId,
    startedAt: '2025-09-11T00:00:00Z',
    generated: [],
    run: { runId: decided, dataset, factRows },
    item: undefined,
  });
const holder = async (): Promise<string | undefined> =>
  (await getJson<Lease>(lake.silver, leaseKey(dataset)))?.value.owner;

describe('the report function', () => {
  it('of a run that finishes its own work gives the lease back', async () => {
    expect(await holder()).toBe(decided);
    const reportKey = runKey(decided, 'report');
    expect(await report(decided, 3)).toMatchObject({ next: 'done', status: 'succeeded', reportKey });
    expect(await holder()).toBeUndefined();
    expect(await getJson(lake.silver, journalKey(dataset))).toBeUndefined();
  });

  it('of a run that finished another one first keeps it: its own work is still to come', async () => {
    await putJson(lake.silver, leaseKey(dataset), { owner: 'own' });
    expect(await report('own', 3)).toMatchObject({ next: 'resume', status: 'succeeded' });
    expect(await holder()).toBe('own');
    expect(await getJson(lake.silver, journalKey(dataset))).toBeUndefined();
  });

  it('fails where the fact differs from Silver, and leaves lease and message to the fail path', async () => {
    const before = (await readdir(alerts)).length;
    await expect(report(decided, 4)).rejects.toThrow(/Silver has 3 rows, the fact 4.*backfill/s);
    expect((await needJson<RunReport>(lake.silver, runKey(decided, 'report'))).status).toBe('failed');
    expect(await holder()).toBe(decided);
    expect((await readdir(alerts)).length).toBe(before);
  });

  it('sends one message of a run that succeeded with a warning, none of one that is well', async () => {
    const checks = await needJson<object[]>(lake.silver, runKey(decided, 'checks'));
    const fine = checks.map((check) => ({ ...check, ok: true }));
    for (const [told, extra] of [
      [0, []],
      [1, [{ name: 'volume', severity: 'warn', ok: false, detail: 'half as many rows', failures: [] }]],
    ] as const) {
      await putJson(lake.silver, runKey(decided, 'checks'), [...fine, ...extra]);
      const before = new Set(await readdir(alerts));
      await report(decided, 3);
      const sent = (await readdir(alerts)).filter((file) => !before.has(file));
      expect(sent).toHaveLength(told);
      for (const file of sent) expect(await readFile(join(alerts, file), 'utf8')).toContain('half as many rows');
    }
  });
});
