import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  StartExecutionCommand,
  type StartExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import type { Json, Machine } from './check.ts';

/** A name no other execution has. */
export function freshName(): string {
  return `check-${randomBytes(6).toString('hex')}`;
}

export function start(
  { client, machineArn }: Machine,
  input: Json = {},
  name = freshName(),
): Promise<StartExecutionCommandOutput> {
  return client.send(new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) }));
}

/** How an execution ended. */
export async function ended({ client }: Machine, executionArn = ''): Promise<DescribeExecutionCommandOutput> {
  for (;;) {
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status !== 'RUNNING') return execution;
    await sleep(20);
  }
}

/** Starts an execution and waits for its end. */
export async function execute(machine: Machine, input?: Json): Promise<DescribeExecutionCommandOutput> {
  return ended(machine, (await start(machine, input)).executionArn);
}

/** The name of the error a call ends with. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
}
