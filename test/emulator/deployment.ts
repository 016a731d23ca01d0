import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { connect } from '../../lib/operate/targets/connect.ts';
import type { Target } from '../../lib/operate/targets/target.ts';
import { type RunningEmulator, startEmulator } from '../../local/emulator/start-emulator.ts';
import { type Outcome, startPaylake } from '../cli/paylake.ts';
import type { RunDocument } from '../end-to-end/report.ts';
import { type AlertQueue, subscribeQueue } from './alert-queue.ts';

export type Answer<Document> = { status: number | null; document: Document };

/** The deployed app, what drives it and what hears from it; beside it a home of the local target, to compare with. */
export type Deployment = {
  emulator: RunningEmulator;
  target: Target;
  alerts: AlertQueue;
  home: string;
  /** A command at the deployed environment, and the same at the local target. */
  ask<Document = RunDocument>(...args: string[]): Promise<Answer<Document>>;
  askLocal<Document = RunDocument>(...args: string[]): Promise<Answer<Document>>;
  /** Starts an execution of the deployed machine; gives its ARN. */
  start(name: string, input: object): Promise<string>;
  /** How an execution ended. */
  ended(executionArn: string): Promise<DescribeExecutionCommandOutput>;
  /** Name or ARN of a resource of the pipeline's stack, by how its logical id begins. */
  resource(logicalId: string): Promise<string>;
  close(): Promise<void>;
};

/** Deploys to MiniStack, or to the endpoint of AWS_ENDPOINT_URL, whose functions find the warehouse at WAREHOUSE_URL. */
export async function deploy(): Promise<Deployment> {
  const home = await mkdtemp(join(tmpdir(), 'paylake-emulator-'));
  const notice = (text: string): void => {
    process.stderr.write(`  ${text}\n`);
  };
  const { AWS_ENDPOINT_URL: endpoint, WAREHOUSE_HOST: host = '127.0.0.1', WAREHOUSE_URL: url } = process.env;
  const emulator = await startEmulator({
    folder: join(home, 'emulator'),
    notice,
    endpoint,
    warehouse: url ? { host, url } : undefined,
    waitScale: 0.02,
  });
  const { env } = emulator;
  // From here on the SDK of this process works at the emulator too.
  Object.assign(process.env, env);
  const target = await connect({ target: 'emulator', home, wait: false, notice });
  const resource = (logicalId: string): Promise<string> => findResource(logicalId);
  const { states, machineArn } = target;
  return {
    emulator,
    target,
    home,
    alerts: await subscribeQueue(env, await resource('AlertTopic')),
    ask: (...args) => askPaylake([...args, '--target', 'emulator'], env),
    askLocal: (...args) => askPaylake([...args, '--home', join(home, 'local')], {}),
    start: async (name, input) => {
      const request = { stateMachineArn: machineArn, name, input: JSON.stringify(input) };
      return (await states.send(new StartExecutionCommand(request))).executionArn ?? '';
    },
    ended: async (executionArn) => {
      for (;;) {
        const execution = await states.send(new DescribeExecutionCommand({ executionArn }));
        if (execution.status !== 'RUNNING') return execution;
        await sleep(200);
      }
    },
    resource,
    close: async () => {
      await emulator.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function askPaylake<Document>(args: string[], env: Record<string, string>): Promise<Answer<Document>> {
  const { status, stdout, stderr }: Outcome = await startPaylake([...args, '--json'], { env }).outcome;
  try {
    return { status, document: JSON.parse(stdout) as Document };
  } catch {
    throw new Error(`paylake ${args.join(' ')} (exit ${status}): no JSON on stdout:\n${stdout}\n${stderr}`);
  }
}

async function findResource(logicalId: string): Promise<string> {
  const client = new CloudFormationClient();
  const StackName = 'Paylake-emulator-Pipeline';
  const { StackResourceSummaries = [] } = await client.send(new ListStackResourcesCommand({ StackName }));
  const found = StackResourceSummaries.find(({ LogicalResourceId }) => LogicalResourceId?.startsWith(logicalId));
  if (found?.PhysicalResourceId) return found.PhysicalResourceId;
  throw new Error(`no ${logicalId} in ${StackName}`);
}
