import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Usage } from '../../lib/cost/usage.ts';
import { toAsl } from '../../lib/infra/to-asl.ts';
import { type StageName, stageNames } from '../../lib/pipeline.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import type { StageEvent } from '../../lib/runtime/stage-event.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import type { FunctionPool } from '../../local/lambda/function-pool.ts';
import type { Json } from '../../local/lambda/sandbox.ts';
import { createMachine, runMachine } from '../../local/states/run-machine.ts';

/*
 * The real machine over functions that do nothing but answer: what the reports of an execution count is what the machine did.
 */

const definition = JSON.stringify(toAsl((stage) => `arn:aws:lambda:ap-northeast-2:111111111111:function:${stage}`));

beforeEach(() => {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
  vi.stubEnv('AWS_LAMBDA_FUNCTION_MEMORY_SIZE', '512');
});
afterEach(() => vi.unstubAllEnvs());

/** What a stage answers, one time after the other; the last answer again and again. An error is thrown. */
type Script = Partial<Record<StageName, (object | Error)[]>>;

type Told = { run: string; usage: Usage };

/** Runs the machine; what its reports tell, how many states it entered, and how often each function was asked. */
async function runScript(script: Script): Promise<{ told: Told[]; entered: number; invocations: number }> {
  const told: Told[] = [];
  let invocations = 0;
  const asked = new Map<StageName, number>();
  const handlerOf = (stage: StageName) => {
    const meter = createMeter();
    return stageHandler<unknown, object>(stage, meter, async ({ run, runId }, spent) => {
      const answers = script[stage] ?? [{}];
      const time = asked.get(stage) ?? 0;
      asked.set(stage, time + 1);
      const answer = answers[Math.min(time, answers.length - 1)] ?? {};
      if (answer instanceof Error) throw answer;
      meter.grow(1);
      if (stage === 'report' || stage === 'fail') {
        const next = stage === 'fail' ? 'failed' : run.runId === runId ? 'done' : 'resume';
        told.push({ run: run.runId, usage: spent(next) });
        return { ...run, next, status: '', reportKey: '' };
      }
      return { ...run, ...answer };
    });
  };
  const handlers = new Map(stageNames.map((stage) => [stage, handlerOf(stage)]));
  const pool: FunctionPool = {
    invoke: async (arn, event) => {
      invocations += 1;
      const stage = arn.split(':').pop() as StageName;
      return (await handlers.get(stage)?.(event as StageEvent<unknown>)) as Json;
    },
    close: () => undefined,
  };
  let entered = 0;
  const execution = {
    executionArn: 'arn:aws:states:ap-northeast-2:111111111111:execution:m:own',
    stateMachineArn: 'arn:aws:states:ap-northeast-2:111111111111:stateMachine:m',
    name: 'own',
    status: 'RUNNING' as const,
    startDate: '2026-01-01T00:00:00Z',
    input: '{}',
  };
  await runMachine(createMachine(definition), definition, pool, execution, {
    signal: new AbortController().signal,
    onEvent: ({ type }) => {
      if (type === 'StateEntered') entered += 1;
    },
  });
  return { told, entered, invocations };
}

const items = (count: number): object[] => Array.from({ length: count }, (_, at) => ({ unit: String(at) }));
const own = { next: 'derive', items: items(3) };
const whole: Script = {
  rank: [{ next: 'ranked', items: items(2) }],
  audit: [{ next: 'decided', items: items(3) }],
  load: [{ next: 'running' }, { next: 'running' }, { next: 'loaded' }],
  gold: [{ next: 'running' }, { next: 'exported' }],
};

describe('what a run uses', () => {
  it('is told by its report: every function once, every state of the machine', async () => {
    const { told, entered, invocations } = await runScript({ plan: [own], ...whole });
    expect(told.map(({ run }) => run)).toEqual(['own']);
    expect(told[0]?.usage).toMatchObject({ invocations, transitions: entered, grownBytes: invocations });
    expect(invocations).toBe(1 + 3 + 1 + 2 + 1 + 3 + 3 + 2 + 1);
    expect(told[0]?.usage.mibMilliseconds).toBeGreaterThanOrEqual(512 * invocations);
  });

  it.each<[string, Script]>([
    ['blocked', { plan: [own], ...whole, audit: [{ next: 'blocked', items: [] }] }],
    ['unchanged', { plan: [own], ...whole, audit: [{ next: 'unchanged', items: [] }] }],
    ['without a date to derive', { plan: [{ next: 'derive', items: [] }], ...whole, rank: [{ items: [] }] }],
    ['generated first', { plan: [{ next: 'generate', items: items(4) }, own], ...whole }],
    ['that waited for another', { plan: [{ next: 'wait' }, { next: 'wait' }, own], ...whole }],
  ])('is complete for a run %s', async (_, script) => {
    const { told, entered, invocations } = await runScript(script);
    expect(told).toHaveLength(1);
    expect(told[0]?.usage).toMatchObject({ invocations, transitions: entered });
  });

  it('is parted where an execution finishes another run first: nothing is lost, nothing told twice', async () => {
    const finish = { next: 'finish', runId: 'other', items: items(2) };
    const { told, entered, invocations } = await runScript({
      plan: [finish, { ...own, runId: 'own' }],
      ...whole,
      load: [{ next: 'loaded' }],
      gold: [{ next: 'exported' }],
    });
    expect(told.map(({ run }) => run)).toEqual(['other', 'own']);
    const sum = (pick: (usage: Usage) => number): number => told.reduce((total, { usage }) => total + pick(usage), 0);
    expect(sum((usage) => usage.invocations)).toBe(invocations);
    expect(sum((usage) => usage.transitions)).toBe(entered);
  });

  it('of a run that fails is told but for the step that failed', async () => {
    const failing = { ...whole, load: [{ next: 'running' }, new Error('no')] };
    const { told, entered, invocations } = await runScript({ plan: [own], ...failing });
    expect(told.map(({ run }) => run)).toEqual(['own']);
    expect(told[0]?.usage).toMatchObject({ invocations: invocations - 1, transitions: entered });
  });
});
