import { caught, type Fixture, failing, failure, pass, probe, retry } from './fixture.ts';

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

/** States that lead: Map, Choice, Wait, Fail, and time limits. */
export const flowFixtures: readonly Fixture[] = [
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
