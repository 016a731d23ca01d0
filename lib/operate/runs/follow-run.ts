import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PaylakeError } from '../../errors.ts';
import { runKey } from '../../lake/keys.ts';
import { getJson } from '../../lake/objects.ts';
import { datasetNamed } from '../../run/dataset-named.ts';
import type { RunReport } from '../../run/records.ts';
import type { Target } from '../targets/target.ts';
import type { Progress } from './progress.ts';
import { readHistory } from './read-history.ts';
import { readItemProgress } from './read-item-progress.ts';
import type { Watched } from './run-commands.ts';
import { weighItems } from './weigh-items.ts';

const waitMilliseconds = 15_000;

/** Starts an execution, shows what it is at and gives its report; again while another run is at work, if it is to wait. */
export async function followRun(watched: Watched, request: object, label: string): Promise<RunReport> {
  const { target, progress, notice, wait } = watched;
  for (;;) {
    const report = await followExecution(target, request, label, progress);
    if (report.status !== 'locked' || !wait) return report;
    notice(`${report.error?.message}; waiting`);
    await sleep(waitMilliseconds);
  }
}

async function followExecution(target: Target, request: object, label: string, progress: Progress): Promise<RunReport> {
  const name = `${label}-${Date.now().toString(36)}`;
  const { executionArn } = await target.states.send(
    new StartExecutionCommand({ stateMachineArn: target.machineArn, name, input: JSON.stringify(request) }),
  );
  let status = 'RUNNING';
  // Looked at often at first: a small run is over in a second or two.
  for (let pause = 100; status === 'RUNNING'; pause *= 1.5) {
    await sleep(Math.min(pause, target.pollMilliseconds));
    const described = await target.states.send(new DescribeExecutionCommand({ executionArn }));
    await showHistory(target, executionArn ?? '', progress);
    status = described.status ?? 'RUNNING';
  }
  progress.end();
  const report = await getJson<RunReport>(target.silver, runKey(name, 'report'));
  if (report) return report.value;
  throw new PaylakeError('internal', `execution ${name} ended ${status} without a report`, [
    { command: 'status', args: { dataset: datasetNamed(request) } },
    ' shows more',
  ]);
}

async function showHistory(target: Target, executionArn: string, progress: Progress): Promise<void> {
  await progress.see(await readHistory(target, executionArn), {
    weigh: (step) => weighItems(target.silver, step),
    begun: (step) => readItemProgress(target.silver, step),
  });
}
