import assert from 'node:assert/strict';
import type { Json, StatesCheck } from './check.ts';
import { execute } from './execute.ts';

/*
 * What the product's machine (lib/infra/to-asl.ts) relies on, each as a small machine, its input and how it has to end.
 */

type Fixture = {
  name: string;
  states: Record<string, object>;
  /** Beside StartAt and States. */
  machine?: object;
  input?: Json;
  ends: { status?: string; output?: Json; error?: string; cause?: string };
};

const probe = (Parameters: object, more: object = { End: true }): object => ({
  Type: 'Task',
  Resource: 'probe',
  Parameters,
  ...more,
});
/** As in the product, with short waits. */
const retry = [
  {
    ErrorEquals: ['TransientError', 'Lambda.TooManyRequestsException'],
    IntervalSeconds: 1,
    BackoffRate: 1.1,
    MaxAttempts: 4,
    MaxDelaySeconds: 2,
    JitterStrategy: 'FULL',
  },
];
const caught = (Next: string): object => ({
  Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next }],
});
const pass = { Type: 'Pass', End: true };
const failing = (name: string): object => ({ name, message: 'made up' });
const failure = (errorType: string): Json => ({ Error: errorType, Cause: { errorType, errorMessage: 'made up' } });
const map = (one: object, more: object = {}): object => ({
  Type: 'Map',
  ItemsPath: '$.run.items',
  ItemSelector: { 'echo.$': '$$.Map.Item.Value' },
  MaxConcurrency: 2,
  ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'One', States: { One: one } },
  End: true,
  ...more,
});
const item = { Type: 'Task', Resource: 'probe', End: true };
const choice = {
  Choose: {
    Type: 'Choice',
    Choices: [
      { Variable: '$.run.next', StringEquals: 'derive', Next: 'Derive' },
      { Variable: '$.run.next', StringEquals: 'locked', Next: 'Locked' },
    ],
    Default: 'Strange',
  },
  Derive: { Type: 'Pass', Result: 'derive', End: true },
  Locked: { Type: 'Pass', Result: 'locked', End: true },
  Strange: { Type: 'Pass', Result: 'strange', End: true },
};

const fixtures: readonly Fixture[] = [
  {
    name: 'Pass: a text as result, into what stands at a path',
    states: { Note: { ...pass, Result: 'accept', ResultPath: '$.failure.step' } },
    input: { failure: { Error: 'E', Cause: 'C' }, kept: 1 },
    ends: { output: { failure: { Error: 'E', Cause: 'C', step: 'accept' }, kept: 1 } },
  },
  {
    name: 'Pass: an object as result, at a path that is not there yet',
    states: { Strange: { ...pass, Result: { Error: 'E', Cause: 'C' }, ResultPath: '$.failure' } },
    input: { kept: 1 },
    ends: { output: { kept: 1, failure: { Error: 'E', Cause: 'C' } } },
  },
  {
    name: 'Pass: parameters from paths are all of the output',
    states: { Done: { ...pass, Parameters: { 'runId.$': '$.run.runId', 'status.$': '$.run.status' } } },
    input: { run: { runId: 'r1', status: 'succeeded', other: 1 } },
    ends: { output: { runId: 'r1', status: 'succeeded' } },
  },
  {
    name: 'Task: parameters from paths, nested ones, beside what is written out',
    states: {
      Call: probe({
        echo: { 'request.$': '$.request', generated: [], run: { 'runId.$': '$.run.runId', dataset: '' } },
      }),
    },
    input: { request: { from: '2025-09-01' }, run: { runId: 'r1' } },
    ends: { output: { request: { from: '2025-09-01' }, generated: [], run: { runId: 'r1', dataset: '' } } },
  },
  {
    name: 'Task: the result replaces what stands at ResultPath, the rest stays',
    states: { Call: probe({ echo: { next: 'derive' } }, { ResultPath: '$.run', End: true }) },
    input: { run: { next: 'old', items: [1] }, kept: 'yes' },
    ends: { output: { run: { next: 'derive' }, kept: 'yes' } },
  },
  {
    name: 'Task: any JSON passes unchanged',
    states: { Call: probe({ 'echo.$': '$' }) },
    input: { text: 'Käse 한국 🙂 "\\"', number: 12.5, zero: 0, no: false, nothing: null, list: [[], {}] },
    ends: {
      output: { text: 'Käse 한국 🙂 "\\"', number: 12.5, zero: 0, no: false, nothing: null, list: [[], {}] },
    },
  },
  {
    name: 'Catch States.ALL: error by its name, cause as the function told it, beside the input',
    states: { Call: probe({ fail: failing('InternalError') }, { ...caught('After'), End: true }), After: pass },
    input: { kept: 1 },
    ends: { output: { kept: 1, failure: failure('InternalError') } },
  },
  {
    name: 'Retry by name: the first try and MaxAttempts more, then Catch',
    states: {
      Call: probe(
        { 'key.$': '$.key', fail: failing('TransientError') },
        { Retry: retry, ...caught('Count'), End: true },
      ),
      Count: probe({ 'read.$': '$.key' }),
    },
    ends: { output: ['call', 'call', 'call', 'call', 'call'] },
  },
  {
    name: 'Retry by name: ends with the try that succeeds',
    states: {
      Call: probe(
        { 'key.$': '$.key', fail: failing('TransientError'), times: 2 },
        { Retry: retry, ...caught('After'), End: true },
      ),
      After: pass,
    },
    ends: { output: { calls: 3 } },
  },
  {
    name: 'Retry by name: another error is not tried again',
    states: {
      Call: probe({ 'key.$': '$.key', fail: failing('PaylakeError') }, { Retry: retry, ...caught('Count'), End: true }),
      Count: probe({ 'read.$': '$.key' }),
    },
    ends: { output: ['call'] },
  },
  {
    name: 'Map: each item with what the selector gives it, results in the order of items',
    states: {
      Each: map(item, {
        ItemSelector: {
          echo: { 'request.$': '$.request', run: { 'runId.$': '$.run.runId' }, 'item.$': '$$.Map.Item.Value' },
        },
      }),
    },
    input: { request: 'q', run: { runId: 'r1', items: [{ date: 'a' }, { date: 'b' }, { date: 'c' }] } },
    ends: { output: ['a', 'b', 'c'].map((date) => ({ request: 'q', run: { runId: 'r1' }, item: { date } })) },
  },
  {
    name: 'Map: ResultPath null leaves the input as it was',
    states: { Each: map(item, { ResultPath: null }) },
    input: { run: { items: [1, 2] } },
    ends: { output: { run: { items: [1, 2] } } },
  },
  {
    name: 'Map: results at a path',
    states: { Each: map(item, { ResultPath: '$.generated' }) },
    input: { generated: [], run: { items: ['a', 'b', 'c'] } },
    ends: { output: { generated: ['a', 'b', 'c'], run: { items: ['a', 'b', 'c'] } } },
  },
  {
    name: 'Map: no items, no work',
    states: { Each: map(item) },
    input: { run: { items: [] } },
    ends: { output: [] },
  },
  {
    name: 'Map: MaxConcurrency 1 takes one item after the other, in order',
    states: {
      Each: map(item, {
        ItemSelector: { 'key.$': '$.key', 'note.$': '$$.Map.Item.Value', hold: 60 },
        MaxConcurrency: 1,
        ResultPath: null,
        Next: 'Read',
        End: undefined,
      }),
      Read: probe({ 'read.$': '$.key' }),
    },
    input: { key: 'one-by-one', run: { items: ['a', 'b', 'c'] } },
    ends: { output: ['a', 'a done', 'b', 'b done', 'c', 'c done'] },
  },
  {
    name: 'Map: an item is tried again by itself',
    states: {
      Each: map(
        { ...item, Retry: retry },
        {
          ItemSelector: {
            'key.$': '$$.Map.Item.Value.key',
            fail: failing('TransientError'),
            'times.$': '$$.Map.Item.Value.times',
          },
        },
      ),
    },
    ends: { output: [{ calls: 1 }, { calls: 3 }] },
  },
  {
    name: 'Map: Catch takes the error of an item by its name',
    states: {
      Each: map(item, { ItemSelector: { fail: failing('InternalError') }, ...caught('After') }),
      After: pass,
    },
    input: { run: { items: [1] } },
    ends: { output: { run: { items: [1] }, failure: failure('InternalError') } },
  },
  {
    name: 'Choice: the first that equals',
    states: choice,
    input: { run: { next: 'derive' } },
    ends: { output: 'derive' },
  },
  {
    name: 'Choice: the second that equals',
    states: choice,
    input: { run: { next: 'locked' } },
    ends: { output: 'locked' },
  },
  {
    name: 'Choice: none equals, the default',
    states: choice,
    input: { run: { next: 'x' } },
    ends: { output: 'strange' },
  },
  {
    name: 'Wait: a task is asked again until it answers otherwise',
    states: {
      Ask: probe(
        { 'key.$': '$.key', answers: ['running', 'running', 'loaded'] },
        { ResultPath: '$.run', Next: 'Choose' },
      ),
      Choose: {
        Type: 'Choice',
        Choices: [{ Variable: '$.run.next', StringEquals: 'running', Next: 'Wait' }],
        Default: 'Done',
      },
      Wait: { Type: 'Wait', Seconds: 1, Next: 'Ask' },
      Done: { ...pass, Parameters: { 'run.$': '$.run' } },
    },
    ends: { output: { run: { next: 'loaded', calls: 3 } } },
  },
  {
    name: 'Fail: error and cause from paths',
    states: { Failed: { Type: 'Fail', ErrorPath: '$.failure.Error', CausePath: '$.failure.Cause' } },
    input: { failure: { Error: 'InternalError', Cause: '{"errorMessage":"made up"}' } },
    ends: { status: 'FAILED', error: 'InternalError', cause: '{"errorMessage":"made up"}' },
  },
  {
    name: 'TimeoutSeconds of the machine: the execution ends as TIMED_OUT',
    machine: { TimeoutSeconds: 1 },
    states: { Hang: probe({ hold: 2500 }) },
    ends: { status: 'TIMED_OUT' },
  },
  {
    name: 'TimeoutSeconds of a task: States.Timeout, which Catch takes',
    states: {
      Hang: probe({ hold: 2500 }, { TimeoutSeconds: 1, ...caught('After'), End: true }),
      After: { ...pass, Parameters: { 'error.$': '$.failure.Error' } },
    },
    ends: { output: { error: 'States.Timeout' } },
  },
  {
    name: 'a function beyond its own time limit: Sandbox.Timedout, which Catch takes',
    states: {
      Hang: { ...probe({ hold: 2500 }, { ...caught('After'), End: true }), Resource: 'slow' },
      After: { ...pass, Parameters: { 'error.$': '$.failure.Error' } },
    },
    ends: { output: { error: 'Sandbox.Timedout' } },
  },
];

export const machineChecks: readonly StatesCheck[] = fixtures.map(({ name, states, machine, input, ends }) => ({
  name,
  async run(engine) {
    const definition = { StartAt: Object.keys(states)[0], States: states, ...machine };
    const execution = await execute(await engine.create(definition), input ?? freshInput());
    const { status = 'SUCCEEDED', output, error, cause } = ends;
    assert.equal(execution.status, status, `${execution.error}: ${execution.cause}`);
    if (output !== undefined) assert.deepEqual(readCauses(JSON.parse(execution.output ?? 'null')), output);
    if (error !== undefined) assert.deepEqual([execution.error, execution.cause], [error, cause]);
  },
}));

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
