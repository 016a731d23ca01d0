import { expect, test } from 'vitest';
import type { Place } from '../../lib/cost/price-usage.ts';
import { runCost } from '../../lib/cost/run-cost.ts';
import { noUsage, type Usage } from '../../lib/cost/usage.ts';

const place: Place = { region: 'ap-northeast-2', architecture: 'arm64', baseCapacityRpu: 8 };
const load: Usage = { ...noUsage, invocations: 3, transitions: 10, statements: { load: [0, 5_000] } };

test('an execution that says the same again changes nothing', () => {
  const once = runCost('run-1', undefined, { execution: 'run-1', usage: load, place });
  expect(runCost('run-1', once, { execution: 'run-1', usage: load, place })).toEqual(once);
  expect(once.gaps).toEqual([]);
});

test('what it says later replaces what it said before', () => {
  const before = runCost('run-1', undefined, { execution: 'run-1', usage: load, place });
  const usage = { ...load, transitions: 20 };
  expect(runCost('run-1', before, { execution: 'run-1', usage, place }).usage).toEqual({ 'run-1': usage });
});

test('a run that another execution finishes costs what both did; a statement that both saw is paid once', () => {
  const gaps = ['execution run-1: what gold used before it failed'];
  const failed = runCost('run-1', undefined, { execution: 'run-1', usage: load, place, gaps });
  const finished = runCost('run-1', failed, { execution: 'run-2', usage: load, place });
  expect(Object.keys(finished.usage)).toEqual(['run-1', 'run-2']);
  expect(finished.gaps).toEqual(gaps);
  const quantities = Object.fromEntries(finished.lines.map(({ unit, quantity }) => [unit, quantity]));
  expect(quantities).toMatchObject({ 'RPU-seconds': '480', invocations: '6', 'state transitions': '20' });
});

test('what a run used that died without a word is named, not taken for nothing', () => {
  const { gaps } = runCost('run-1', undefined, { execution: 'run-2', usage: load, place });
  expect(gaps).toEqual([expect.stringContaining('run-1')]);
});

test('prices carry their region and day; lines say what is measured and what is not', () => {
  const { prices, lines } = runCost('run-1', undefined, { execution: 'run-1', usage: load, place });
  expect(prices).toEqual({ region: 'ap-northeast-2', asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  expect(Object.fromEntries(lines.map(({ kind, basis }) => [kind, basis]))).toEqual({
    warehouse: 'estimated',
    compute: 'measured',
    requests: 'measured',
    transitions: 'derived',
    storage: 'measured',
  });
});
