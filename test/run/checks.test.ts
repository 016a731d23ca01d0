import { expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { exitStatus } from '../../lib/errors.ts';
import { acceptableChecks } from '../../lib/run/checks.ts';

test('an operator may pass what is wrong with the data, never what is wrong with the pipeline', () => {
  expect(acceptableChecks(transactions)).toEqual(['file_refused', 'quarantined_share', 'conflicting_duplicates']);
});

test('a refused file may be passed whatever the contract says of it: landing refuses it all the same', () => {
  const gate = { ...transactions.gate, file_refused: { severity: 'warn' as const } };
  expect(acceptableChecks({ ...transactions, gate })).toContain('file_refused');
});

test('exit status by kind of failure', () => {
  expect(exitStatus).toEqual({ internal: 1, usage: 2, blocked: 3, transient: 4, locked: 5 });
});
