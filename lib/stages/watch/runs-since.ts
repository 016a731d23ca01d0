import { DescribeExecutionCommand, paginateListExecutions, type SFNClient } from '@aws-sdk/client-sfn';
import { datasetNamed } from '../../run/dataset-named.ts';

/** An execution of the machine and where it stands. */
export type KnownRun = { runId: string; status: string };

/** The executions for a dataset that started since a moment, latest first: those of other datasets say nothing of it. */
export async function runsSince(
  states: SFNClient,
  machineArn: string,
  { dataset, since }: { dataset: string; since: Date },
): Promise<KnownRun[]> {
  const runs: KnownRun[] = [];
  for await (const page of paginateListExecutions({ client: states, pageSize: 50 }, { stateMachineArn: machineArn })) {
    const recent = (page.executions ?? []).filter(({ startDate }) => startDate !== undefined && startDate >= since);
    for (const { executionArn, name, status } of recent) {
      const { input } = await states.send(new DescribeExecutionCommand({ executionArn }));
      if (datasetNamed(input) !== dataset) continue;
      runs.push({ runId: name ?? '', status: (status ?? '').toLowerCase() });
    }
    // They come latest first, so that the rest of them is older still.
    if (recent.length < (page.executions ?? []).length) break;
  }
  return runs;
}
