import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { leaseKey, runKey } from '../../lib/lake/keys.ts';
import { type Bucket, getJson, needJson, putJson, removeObject } from '../../lib/lake/objects.ts';
import type { Lease } from '../../lib/run/lease.ts';
import type { RunReport } from '../../lib/run/records.ts';
import type { Endpoint } from '../../local/json-server.ts';
import { startSnsEndpoint } from '../../local/sns/server.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';
import { lineageVariables, stubFunctionEnv } from './function-env.ts';

type Answer = Record<string, unknown>;
const dataset = 'transactions';
let s3: ScratchEndpoint;
let silver: Bucket;
let sns: Endpoint;
let alerts = '';
beforeAll(async () => {
  s3 = await startScratchEndpoint();
  silver = { s3: s3.client, name: s3.bucket };
  alerts = await mkdtemp(join(tmpdir(), 'paylake-alerts-'));
  sns = await startSnsEndpoint({ folder: alerts, recordCall: () => {} });
});
beforeEach(async () => {
  for (const file of await readdir(alerts)) await rm(join(alerts, file));
  await removeObject(silver, runKey('run-1', 'report'));
  await putJson(silver, leaseKey(dataset), { owner: 'own', expiresAt: '2999-01-01T00:00:00.000Z' });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await sns.close();
  await s3.remove();
  await rm(alerts, { recursive: true, force: true });
});

/** What the failed execution `own` answers, where functions may outlive it by so many seconds. */
async function failIn(step: string, zombieSeconds: number, owner = 'own'): Promise<Answer> {
  stubFunctionEnv(
    { S3: s3.url, SNS: sns.url },
    {
      SILVER_BUCKET: s3.bucket,
      ALERT_TOPIC_ARN: 'arn:aws:sns:ap-northeast-2:111111111111:alerts',
      TARGET_FLAGS: '',
      ZOMBIE_SECONDS: String(zombieSeconds),
      BASE_CAPACITY_RPU: '8',
      BRONZE_BUCKET: 'bronze',
      ...lineageVariables,
    },
  );
  vi.resetModules();
  const { handler } = (await import('../../lambdas/fail/handler.ts')) as unknown as {
    handler: (event: object) => Promise<Answer>;
  };
  return handler({
    request: { from: '2025-09-10', to: '2025-09-11' },
    runId: 'run-1',
    owner,
    startedAt: '2025-09-12T00:00:00Z',
    generated: [],
    run: { runId: 'run-1', dataset },
    failure: { step, Error: 'TransientError', Cause: '{"errorMessage":"it rains"}' },
  });
}
const lease = async (): Promise<Lease | undefined> => (await getJson<Lease>(silver, leaseKey(dataset)))?.value;

it('writes the report, gives the lease back and sends one message: run, step, cause, next command', async () => {
  const reportKey = runKey('run-1', 'report');
  const answer = await failIn('accept', 900);
  expect(answer).toMatchObject({ next: 'failed', runId: 'run-1', dataset, status: 'failed', reportKey });
  const report = await needJson<RunReport>(silver, reportKey);
  expect(report).toMatchObject({
    status: 'failed',
    from: '2025-09-10',
    to: '2025-09-11',
    error: { kind: 'transient', message: 'accept: it rains' },
    cost: { gaps: [expect.stringMatching(/run-1: what accept used/)] },
  });
  expect(await lease()).toBeUndefined();
  const [message = '', ...others] = await readdir(alerts);
  expect(others).toEqual([]);
  const text = await readFile(join(alerts, message), 'utf8');
  for (const part of ['run-1', 'accept: it rains', report.error?.next, 'failed']) expect(text).toContain(part);
  expect(text).toMatch(/^step: +accept$/m);
});

it('of a publish that failed keeps the lease while its other functions may still be writing, and no longer', async () => {
  const before = Date.now();
  await failIn('publish', 900);
  const kept = await lease();
  expect(kept?.owner).toBe('own');
  const until = Date.parse(kept?.expiresAt ?? '');
  expect(until).toBeGreaterThanOrEqual(before + 900_000);
  expect(until).toBeLessThanOrEqual(Date.now() + 900_000);
  expect(await readdir(alerts)).toHaveLength(1);
});

it('gives the lease back at once where no function outlives its execution', async () => {
  await failIn('publish', 0);
  expect(await lease()).toBeUndefined();
});

it.each(['publish', 'load'])('leaves the lease of another execution alone (%s)', async (step) => {
  await failIn(step, 900, 'another');
  expect(await lease()).toEqual({ owner: 'own', expiresAt: '2999-01-01T00:00:00.000Z' });
});
