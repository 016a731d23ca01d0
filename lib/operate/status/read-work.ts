import { DescribeExecutionCommand, type DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import { runKey } from '../../lake/keys.ts';
import { getJson, isErrorNamed } from '../../lake/objects.ts';
import type { Lease } from '../../run/lease.ts';
import type { RunPlan } from '../../run/records.ts';
import { toCommand } from '../../run/to-command.ts';
import { measureStep, type StepMeasure } from '../runs/measure-step.ts';
import { readHistory } from '../runs/read-history.ts';
import { readItemProgress } from '../runs/read-item-progress.ts';
import { type RunStep, trackSteps } from '../runs/track-steps.ts';
import { weighItems } from '../runs/weigh-items.ts';
import type { Target } from '../targets/target.ts';

/** The run that holds the lease: the step it is in, or was in when it was stopped. */
export type Work = {
  runId: string;
  isRunning: boolean;
  /** When its execution ended; null while it runs, and where nobody knows it any more. */
  ended: string | null;
  /** Null before the first step, and where its history is forgotten. */
  step: StepMeasure | null;
  /** Of a run that was stopped: the command that goes on from there. */
  next: string | null;
};

/** Asks what the holder of a lease is at; a run that was killed keeps its lease until the next one takes it. */
export async function readWork(target: Target, { owner, runId }: Lease, dataset: string): Promise<Work> {
  const execution = await describe(target, owner);
  const isRunning = execution?.status === 'RUNNING' || execution?.status === 'PENDING_REDRIVE';
  const tracker = trackSteps();
  if (execution) for (const event of await readHistory(target, owner)) tracker.see(event);
  const step = tracker.current();
  const until = isRunning ? Date.now() : execution?.stopDate?.getTime();
  const plan = isRunning ? undefined : await getJson<RunPlan>(target.silver, runKey(runId, 'plan'));
  const range = plan && { from: plan.value.from, to: plan.value.to };
  return {
    runId,
    isRunning,
    ended: isRunning ? null : (execution?.stopDate?.toISOString() ?? null),
    step: step && until !== undefined ? await measure(target, step, until) : null,
    next: isRunning ? null : toCommand('run', { dataset, ...range }, target.flags),
  };
}

async function measure({ silver }: Target, step: RunStep, until: number): Promise<StepMeasure> {
  return measureStep(step, await weighItems(silver, step), until, await readItemProgress(silver, step));
}

async function describe(target: Target, executionArn: string): Promise<DescribeExecutionCommandOutput | undefined> {
  try {
    return await target.states.send(new DescribeExecutionCommand({ executionArn }));
  } catch (error) {
    if (isErrorNamed(error, 'ExecutionDoesNotExist')) return undefined;
    throw error;
  }
}
