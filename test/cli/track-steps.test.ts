import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { describeMeasure, measureStep } from '../../lib/operate/runs/measure-step.ts';
import { trackSteps } from '../../lib/operate/runs/track-steps.ts';

const start = Date.parse('2025-09-02T21:00:00Z');
const at = (seconds: number): Date => new Date(start + seconds * 1000);
let id = 0;
const entered = (name: string, seconds: number): HistoryEvent =>
  ({ id: ++id, type: 'TaskStateEntered', timestamp: at(seconds), stateEnteredEventDetails: { name } }) as HistoryEvent;
const exited = (name: string, seconds: number, output: object): HistoryEvent => {
  const details = { name, output: JSON.stringify(output) };
  return {
    id: ++id,
    type: 'TaskStateExited',
    timestamp: at(seconds),
    stateExitedEventDetails: details,
  } as HistoryEvent;
};
const items = [{ ingestDate: '2025-09-01' }, { ingestDate: '2025-09-02' }];
const accepting = [
  entered('Start', 0),
  entered('Plan', 1),
  exited('Plan', 2, { run: { runId: 'run-1', dataset: 'trades', next: 'derive', items } }),
  entered('After plan', 2),
  entered('Accept', 2),
  entered('Accept one', 2),
  entered('Accept one', 2),
  exited('Accept one', 12, { ingestDate: '2025-09-02', rows: { in: 3000 } }),
];
const loading = [
  exited('Accept one', 20, { ingestDate: '2025-09-01', rows: { in: 1000 } }),
  exited('Accept', 20, { run: { runId: 'run-1', dataset: 'trades', items, worked: [] } }),
  entered('Load', 30),
  exited('Load', 31, { run: { runId: 'run-1', dataset: 'trades', next: 'running' } }),
  entered('Wait for load', 31),
  entered('Load', 35),
  exited('Load', 36, { run: { runId: 'run-1', dataset: 'trades', next: 'running', statements: { done: 3, of: 12 } } }),
];

test('a history tells the step, its items and what of them is done, for the run it works for', () => {
  const tracker = trackSteps();
  const ended = accepting.flatMap((event) => tracker.see(event) ?? []);
  expect(ended.map(({ stage }) => stage)).toEqual(['plan']);
  expect(tracker.current()).toEqual({
    stage: 'accept',
    since: start + 2000,
    runId: 'run-1',
    dataset: 'trades',
    items: 2,
    done: ['2025-09-02'],
    rows: 3000,
  });
});

test('what was seen before is passed over; a stage that polls is one step', () => {
  const tracker = trackSteps();
  const stages = [...accepting, ...accepting, ...loading, ...loading].flatMap(
    (event) => tracker.see(event)?.stage ?? [],
  );
  expect(stages).toEqual(['plan', 'accept']);
  expect(tracker.current()).toMatchObject({
    stage: 'load',
    since: start + 30_000,
    statements: { done: 3, of: 12 },
    items: 0,
  });
});

test('how far a step is: by what its items weigh, in rows and pace; by statements; by nothing where nothing tells', () => {
  const tracker = trackSteps();
  for (const event of accepting) tracker.see(event);
  const accept = tracker.current();
  if (!accept) throw new Error('there is no step');
  const weights = {
    unit: 'bytes',
    of: new Map([
      ['2025-09-01', 100],
      ['2025-09-02', 300],
    ]),
  } as const;
  const measure = measureStep(accept, weights, start + 12_000);
  expect(measure).toMatchObject({ seconds: 10, items: 2, done: 1, share: 0.75, rows: 3000, rowsPerSecond: 300 });
  expect(describeMeasure(measure)).toBe('1 of 2 (75 %), 3,000 rows, 300 a second, about 4 s left');
  expect(measureStep(accept, undefined, start + 12_000).share).toBe(0.5);
  for (const event of loading) tracker.see(event);
  const load = tracker.current();
  if (!load) throw new Error('there is no step');
  expect(describeMeasure(measureStep(load, undefined, start + 40_000))).toBe('statement 4 of 12 (25 %)');
  const { statements: _, ...silent } = load;
  expect(describeMeasure(measureStep(silent, undefined, start + 40_000))).toBe('');
});
