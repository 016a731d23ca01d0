import { expect, test } from 'vitest';
import { datasetNamed } from '../../lib/run/dataset-named.ts';

test.each([
  [{ dataset: 'trades', from: 'nonsense' }, 'trades'],
  ['{"dataset":"trades"}', 'trades'],
  [{ feed: 'purchase-cards' }, 'transactions'],
  [{ dataset: 'trades', feed: 'purchase-cards' }, 'trades'],
  [{ scheduledTime: '2025-09-01T21:00:00Z' }, 'transactions'],
  ['{}', 'transactions'],
  [{ feed: 'unknown' }, 'transactions'],
  [{ dataset: 5 }, 'transactions'],
  ['no json', 'transactions'],
  [null, 'transactions'],
  [undefined, 'transactions'],
])('an execution with input %j is about %s: a message must not send a person to another dataset', (input, dataset) => {
  expect(datasetNamed(input)).toBe(dataset);
});
