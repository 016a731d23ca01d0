import { ListExecutionsCommand, type SFNClient } from '@aws-sdk/client-sfn';

/** An execution of the machine and where it stands. */
export type KnownRun = { runId: string; status: string };

/** The latest executions that started since a moment, latest first. */
export async function runsSince(states: SFNClient, machineArn: string, since: Date): Promise<KnownRun[]> {
  const { executions } = await states.send(new ListExecutionsCommand({ stateMachineArn: machineArn, maxResults: 20 }));
  return (executions ?? [])
    .filter(({ startDate }) => startDate !== undefined && startDate >= since)
    .map(({ name, status }) => ({ runId: name ?? '', status: (status ?? '').toLowerCase() }));
}
