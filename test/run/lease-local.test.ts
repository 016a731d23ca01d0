import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { environments } from '../../lib/config.ts';
import type { Bucket } from '../../lib/lake/objects.ts';
import { leaseSeconds } from '../../lib/pipeline.ts';
import { type Lease, releaseLease, takeLease } from '../../lib/run/lease.ts';
import { ownerState } from '../../lib/stages/plan/owner-state.ts';
import type { Endpoint } from '../../local/json-server.ts';
import { type Execution, openExecutionStore } from '../../local/states/execution-store.ts';
import { startStatesEndpoint } from '../../local/states/server.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';

const machineArn = 'arn:aws:states:ap-northeast-2:000000000000:stateMachine:paylake';
const executionArn = (name: string): string => `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
const execution = (name: string): Execution => ({
  executionArn: executionArn(name),
  stateMachineArn: machineArn,
  name,
  status: 'RUNNING',
  startDate: new Date().toISOString(),
  input: '{}',
});

let s3: ScratchEndpoint;
let silver: Bucket;
let folder = '';
let states: Endpoint | undefined;
let client: SFNClient | undefined;
beforeAll(async () => {
  s3 = await startScratchEndpoint();
  silver = { s3: s3.client, name: s3.bucket };
});
afterAll(() => s3.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paylake-states-'));
});
afterEach(async () => {
  client?.destroy();
  await states?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What a new `paylake` process does first: it opens the executions that are on disk. */
async function startProcess(): Promise<SFNClient> {
  states = await startStatesEndpoint({
    machine: {
      arn: machineArn,
      name: 'paylake',
      role: 'MachineRole',
      definition: JSON.stringify({ StartAt: 'End', States: { End: { Type: 'Succeed' } } }),
    },
    pool: { invoke: () => Promise.reject(new Error('no function is called')), close: () => {} },
    folder,
    recordCall: () => {},
  });
  const credentials = { accessKeyId: 'TESTROLE', secretAccessKey: 'not-verified' };
  client = new SFNClient({ endpoint: states.url, region: 'ap-northeast-2', credentials, maxAttempts: 1 });
  return client;
}

function claim(name: string, sfn?: SFNClient): Promise<Lease | undefined> {
  const now = new Date();
  const zombieSeconds = environments.local?.zombieSeconds ?? Number.NaN;
  return takeLease(silver, 'transactions', {
    owner: executionArn(name),
    runId: name,
    now,
    seconds: leaseSeconds,
    ownerState: async (owner) => (sfn ? ownerState(sfn, owner, now, zombieSeconds) : 'unknown'),
  });
}

test('the lease of a process that died passes on at once, long before it expires', async () => {
  openExecutionStore(folder).save(execution('dead'));
  expect(await claim('dead')).toBeUndefined();
  const sfn = await startProcess();
  expect(await claim('next', sfn)).toBeUndefined();
  await releaseLease(silver, 'transactions', executionArn('next'));
});

test('so does the lease of an execution nobody knows any more', async () => {
  expect(await claim('forgotten')).toBeUndefined();
  const sfn = await startProcess();
  expect(await claim('next', sfn)).toBeUndefined();
  await releaseLease(silver, 'transactions', executionArn('next'));
});

test('the lease of an execution that runs does not, nor where its state cannot be told', async () => {
  const sfn = await startProcess();
  openExecutionStore(folder).save(execution('alive'));
  expect(await claim('alive')).toBeUndefined();
  expect(await claim('next', sfn)).toMatchObject({ runId: 'alive' });
  await states?.close();
  expect(await claim('next', sfn)).toMatchObject({ runId: 'alive' });
  await releaseLease(silver, 'transactions', executionArn('alive'));
});
