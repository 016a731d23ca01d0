import { expect, it } from 'vitest';
import { endedRun } from '../../lib/iceberg/ended-run.ts';

it('is what the execution answered', () => {
  const output = JSON.stringify({ runId: 'run-1', status: 'succeeded', reportKey: '_runs/run-1/report.json' });
  expect(endedRun({ detail: { output } })).toEqual({ runId: 'run-1', reportKey: '_runs/run-1/report.json' });
});

it.each([undefined, null, '{}', '{"runId":"run-1"}'])('an event without one is refused: %s', (output) => {
  expect(() => endedRun({ detail: output === undefined ? {} : { output } })).toThrow(/names no run/);
});
