import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { stateOf } from '../../lib/infra/to-asl.ts';
import { executionTimeoutSeconds, leaseSeconds, pipeline, stageNames } from '../../lib/pipeline.ts';
import { machine, type State, states, successors, tasks } from './machine-states.ts';

/** Longest time and number of tries for errors that pass by themselves; no other error is ever retried. */
const transient =
  /^(TransientError|Lambda\.(ServiceException|AWSLambdaException|SdkClientException|ClientExecutionTimeoutException|TooManyRequestsException))$/;
/** A Lambda may run no longer (AWS Lambda quotas). */
const longestInvocation = 900;

/** Where control goes from a state until nothing new is met. */
function reachedFrom(start: string): Set<string> {
  const reached = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...successors(states[name] as State));
  }
  return reached;
}

describe('the state machine', () => {
  it('is accepted by asl-validator', () => {
    const { isValid, errors } = validate(structuredClone(machine), { checkArn: true, checkPaths: true });
    expect(errors.map(({ Message, path }) => `${Message} ${path ?? ''}`)).toEqual([]);
    expect(isValid).toBe(true);
  });

  it('knows every state it leads to, and reaches every state it has', () => {
    const known = new Set(Object.keys(states));
    expect(
      Object.values(states)
        .flatMap(successors)
        .filter((name) => !known.has(name)),
    ).toEqual([]);
    expect(reachedFrom(machine.StartAt)).toEqual(known);
  });

  it('has one task for each stage, and no other', () => {
    expect(tasks.map(({ task }) => task.Resource?.split(':').pop()).sort()).toEqual([...stageNames].sort());
  });

  it('bounds the execution, and the lease outlives it by the longest invocation', () => {
    expect(machine.TimeoutSeconds).toBe(executionTimeoutSeconds);
    expect(leaseSeconds).toBeGreaterThan(executionTimeoutSeconds + longestInvocation);
  });

  it.each(tasks)('$name has a time limit a little beyond its function', ({ name, task }) => {
    const stage = task.Resource?.split(':').pop() as keyof typeof pipeline;
    const own = pipeline[stage].timeoutSeconds;
    expect(own, name).toBeLessThanOrEqual(longestInvocation);
    expect(task.TimeoutSeconds).toBeGreaterThan(own);
    expect(task.TimeoutSeconds).toBeLessThanOrEqual(own + 60);
  });

  it.each(tasks)('$name retries only what passes by itself, with backoff and jitter', ({ task }) => {
    expect(task.Retry).not.toEqual([]);
    for (const retrier of task.Retry ?? []) {
      for (const error of retrier.ErrorEquals) expect(error).toMatch(transient);
      expect(retrier).toMatchObject({ JitterStrategy: 'FULL' });
      expect(retrier.BackoffRate).toBeGreaterThan(1);
      expect(retrier.MaxAttempts).toBeGreaterThan(0);
      expect(retrier.MaxAttempts).toBeLessThanOrEqual(6);
      expect(retrier.MaxDelaySeconds).toBeGreaterThanOrEqual(retrier.IntervalSeconds ?? 1);
    }
    expect((task.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals)).toContain('TransientError');
  });

  it.each(tasks.filter(({ name }) => name !== stateOf('fail')))(
    '$name catches everything, to the one failure path',
    ({ outer }) => {
      expect(outer.Catch?.map(({ ErrorEquals }) => ErrorEquals)).toEqual([['States.ALL']]);
      const [caught] = outer.Catch ?? [];
      expect(caught?.ResultPath).toBe('$.failure');
      const note = states[caught?.Next ?? ''];
      expect(note).toMatchObject({ Type: 'Pass', ResultPath: '$.failure.step', Next: stateOf('fail') });
    },
  );

  it('says on the failure path which step failed', () => {
    for (const name of stageNames.filter((stage) => stage !== 'fail')) {
      const caught = states[stateOf(name)]?.Catch?.[0]?.Next ?? '';
      expect(states[caught]).toMatchObject({ Result: name });
    }
  });

  it('ends the failure path as failed, whatever becomes of the message', () => {
    const ends = [...reachedFrom(stateOf('fail'))].filter((name) => successors(states[name] as State).length === 0);
    expect(ends).toEqual(['Failed']);
    expect(states.Failed).toMatchObject({ Type: 'Fail', ErrorPath: '$.failure.Error', CausePath: '$.failure.Cause' });
  });

  it('leads each answer of a stage where the flow says', () => {
    for (const name of stageNames.filter((stage) => stage !== 'fail')) {
      const { next } = pipeline[name];
      const answers = Object.entries(next);
      const choice = states[`After ${name}`];
      expect(choice?.Choices?.map(({ StringEquals }) => StringEquals) ?? [], name).toEqual(
        answers.length > 1 ? answers.map(([answer]) => answer) : [],
      );
      for (const [answer, step] of answers) {
        const first = choice
          ? choice.Choices?.find(({ StringEquals }) => StringEquals === answer)?.Next
          : states[stateOf(name)]?.Next;
        if (step === 'end') expect(first).toBe('Done');
        else if (typeof step === 'string') expect(first).toBe(stateOf(step));
        else
          expect(states[first ?? '']).toMatchObject({
            Type: 'Wait',
            Seconds: step.waitSeconds,
            Next: stateOf(step.goTo),
          });
      }
    }
  });

  it('runs the items of a stage together, within what the account allows a map (40)', () => {
    for (const name of stageNames) {
      const { forEach } = pipeline[name];
      const state = states[stateOf(name)];
      expect(state?.Type).toBe(forEach ? 'Map' : 'Task');
      if (!forEach) continue;
      expect(state?.MaxConcurrency).toBe(forEach.concurrency);
      expect(forEach.concurrency).toBeGreaterThan(1);
      expect(forEach.concurrency).toBeLessThanOrEqual(40);
    }
  });
});
