import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Watch } from '../../lib/stages/watch/watch-run.ts';
import type { Endpoint } from '../../local/json-server.ts';
import { startSnsEndpoint } from '../../local/sns/server.ts';
import { type Execution, openExecutionStore } from '../../local/states/execution-store.ts';
import { startStatesEndpoint } from '../../local/states/server.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';
import { stubFunctionEnv } from './function-env.ts';

const machineArn = 'arn:aws:states:ap-northeast-2:111111111111:stateMachine:paylake';
let s3: ScratchEndpoint;
let states: Endpoint;
let sns: Endpoint;
let folder = '';
let handler: (watch: Watch) => Promise<{ alerted: boolean }>;

beforeAll(async () => {
  s3 = await startScratchEndpoint();
  folder = await mkdtemp(join(tmpdir(), 'paylake-watch-'));
  sns = await startSnsEndpoint({ folder: join(folder, 'alerts'), recordCall: () => {} });
  states = await startStatesEndpoint({
    machine: {
      arn: machineArn,
      name: 'paylake',
      role: 'MachineRole',
      definition: JSON.stringify({ StartAt: 'End', States: { End: { Type: 'Succeed' } } }),
    },
    pool: { invoke: () => Promise.reject(new Error('no function is called')), close: () => {} },
    folder: join(folder, 'executions'),
    recordCall: () => {},
  });
  stubFunctionEnv(
    { S3: s3.url, SFN: states.url, SNS: sns.url },
    {
      SILVER_BUCKET: s3.bucket,
      MACHINE_ARN: machineArn,
      ALERT_TOPIC_ARN: 'arn:aws:sns:ap-northeast-2:111111111111:alerts',
      TARGET_FLAGS: ' --target dev',
    },
  );
  handler = (await import('../../lambdas/watch/handler.ts')).handler;
});
beforeEach(async () => {
  for (const name of ['alerts', 'executions']) {
    for (const file of await readdir(join(folder, name))) await rm(join(folder, name, file));
  }
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await states.close();
  await sns.close();
  await s3.remove();
  await rm(folder, { recursive: true, force: true });
});

/** An execution that started so, Seoul time, on 2 September. */
function started(clock: string, status: Execution['status'] = 'RUNNING', input: object = {}): void {
  const startDate = new Date(`2025-09-02T${clock}+09:00`).toISOString();
  const name = `run-${clock.replaceAll(':', '-')}`;
  const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  const execution = {
    executionArn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate,
    input: JSON.stringify(input),
  };
  openExecutionStore(join(folder, 'executions')).save(execution);
}
/** What is told at a look of 2 September, at this time in Seoul. */
async function lookAt(clock: string, check: Watch['check']): Promise<string[]> {
  const scheduledTime = new Date(`2025-09-02T${clock}+09:00`).toISOString();
  const { alerted } = await handler({ check, dataset: 'transactions', scheduledTime });
  const files = await readdir(join(folder, 'alerts'));
  expect(alerted).toBe(files.length > 0);
  return Promise.all(files.map((file) => readFile(join(folder, 'alerts', file), 'utf8')));
}

describe('the watch function', () => {
  it.each(['06:00:00', '06:00:01', '06:09:59'])('tells nothing at 06:10 of a run that started at %s', async (clock) => {
    started(clock);
    expect(await lookAt('06:10:00', 'started')).toEqual([]);
  });

  it('tells at 08:00 of the run that started on schedule what became of it', async () => {
    started('06:00:00');
    expect(await lookAt('08:00:00', 'published')).toEqual([
      expect.stringMatching(/late run.*run-06-00-00 is still at work.*paylake run --target dev --from 2025-09-01/s),
    ]);
  });

  it.each([
    ['06:10:00', 'started'],
    ['08:00:00', 'published'],
  ] as const)('does not take a run of the night for that of the morning, at %s', async (clock, check) => {
    started('00:30:00', 'SUCCEEDED');
    expect(await lookAt(clock, check)).toEqual([expect.stringContaining('no run has started')]);
  });

  it.each([
    ['06:10:00', 'started'],
    ['08:00:00', 'published'],
  ] as const)('does not take the run of another dataset for the one it looks for, at %s', async (clock, check) => {
    started('06:00:00', 'SUCCEEDED', { dataset: 'trades' });
    expect(await lookAt(clock, check)).toEqual([expect.stringContaining('no run has started')]);
  });

  it('finds the run behind many of another dataset', async () => {
    started('06:00:00');
    for (let second = 10; second < 60; second++) started(`06:01:${second}`, 'SUCCEEDED', { dataset: 'trades' });
    for (let second = 10; second < 60; second++) started(`06:02:${second}`, 'SUCCEEDED', { dataset: 'trades' });
    expect(await lookAt('06:10:00', 'started')).toEqual([]);
  });
});
