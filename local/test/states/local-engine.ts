import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createFunctionPool } from '../../lambda/function-pool.ts';
import { startStatesEndpoint } from '../../states/server.ts';
import type { StatesEngine } from './conformance/check.ts';

const place = 'ap-northeast-2:000000000000';
const probe = fileURLToPath(new URL('./conformance/probe.cjs', import.meta.url));
const credentials = { accessKeyId: 'operator', secretAccessKey: 'local' };

/** The local target's Step Functions, an endpoint for each machine, with the probe in processes of its own. */
export async function startLocalEngine(): Promise<StatesEngine & { close(): Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'paylake-states-'));
  const folder = join(home, 'probe-files');
  await mkdir(folder);
  // Beyond the repository, whose package.json would make a module of it.
  await cp(probe, join(home, 'code/index.js'));
  const arnOf = (name: string): string => `arn:aws:lambda:${place}:function:${name}`;
  const functions = ['probe', 'slow'].map((name) => ({
    name,
    arn: arnOf(name),
    code: join(home, 'code'),
    layers: [],
    handler: 'index.handler',
    environment: { PROBE_FOLDER: folder },
    timeoutSeconds: name === 'slow' ? 1 : 60,
    memoryMiB: 128,
    role: name,
  }));
  const pool = createFunctionPool({ functions, endpoints: {}, home });
  const closers: (() => Promise<void>)[] = [];
  return {
    create: async (definition) => {
      const name = `machine-${closers.length}`;
      const machineArn = `arn:aws:states:${place}:stateMachine:${name}`;
      const text = JSON.stringify(definition, (key, value) => (key === 'Resource' ? arnOf(value) : value));
      const machine = { arn: machineArn, name, definition: text, role: 'machine' };
      const endpoint = await startStatesEndpoint({ machine, pool, folder: join(home, name), recordCall: () => {} });
      const client = new SFNClient({ region: 'ap-northeast-2', endpoint: endpoint.url, credentials });
      closers.push(async () => {
        client.destroy();
        await endpoint.close();
      });
      return { client, machineArn };
    },
    close: async () => {
      for (const close of closers) await close();
      pool.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
