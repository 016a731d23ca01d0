import assert from 'node:assert/strict';
import type { Json, StatesCheck } from './check.ts';
import { execute } from './execute.ts';

/*
 * What the product's machine (lib/infra/to-asl.ts) relies on, each as a small machine, its input and how it has to end: as data in
 * tasks.ts and flow.ts, run from here.
 */

export type Fixture = {
  name: string;
  states: Record<string, object>;
  /** Beside StartAt and States. */
  machine?: object;
  input?: Json;
  ends: { status?: string; output?: Json; error?: string; cause?: string };
};

export const probe = (Parameters: object, more: object = { End: true }): object => ({
  Type: 'Task',
  Resource: 'probe',
  Parameters,
  ...more,
});
/** As in the product, with short waits. */
export const retry = [
  {
    ErrorEquals: ['TransientError', 'Lambda.TooManyRequestsException'],
    IntervalSeconds: 1,
    BackoffRate: 1.1,
    MaxAttempts: 4,
    MaxDelaySeconds: 2,
    JitterStrategy: 'FULL',
  },
];
export const caught = (Next: string): object => ({
  Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next }],
});
export const pass = { Type: 'Pass', End: true };
export const failing = (name: string): object => ({ name, message: 'made up' });
export const failure = (errorType: string): Json => ({
  Error: errorType,
  Cause: { errorType, errorMessage: 'made up' },
});

/** Runs a fixture's machine and holds its end against the fixture's. */
export function checkOf({ name, states, machine, input, ends }: Fixture): StatesCheck {
  return {
    name,
    async run(engine) {
      const definition = { StartAt: Object.keys(states)[0], States: states, ...machine };
      const execution = await execute(await engine.create(definition), input ?? freshInput());
      const { status = 'SUCCEEDED', output, error, cause } = ends;
      assert.equal(execution.status, status, `${execution.error}: ${execution.cause}`);
      if (output !== undefined) assert.deepEqual(readCauses(JSON.parse(execution.output ?? 'null')), output);
      if (error !== undefined) assert.deepEqual([execution.error, execution.cause], [error, cause]);
    },
  };
}

let runs = 0;
/** Keys no other check counts under. */
function freshInput(): Json {
  const key = `count-${process.pid}-${++runs}`;
  const items = [0, 2].map((times) => ({ key: `${key}-${times}`, times }));
  return { key, run: { items } };
}

/** What a function told of its error, without the trace, which is each runtime's own. */
function readCauses(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key !== 'Cause' || typeof item !== 'string' || !item.startsWith('{')) return [key, readCauses(item)];
      const { errorType, errorMessage } = JSON.parse(item) as Record<string, Json>;
      return [key, { errorType: errorType ?? null, errorMessage: errorMessage ?? null }];
    }),
  );
}
