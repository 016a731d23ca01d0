import { caught, type Fixture, failing, failure, pass, probe, retry } from './fixture.ts';

/** States that work: Pass and Task, with what becomes of errors. */
export const taskFixtures: readonly Fixture[] = [
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
];
