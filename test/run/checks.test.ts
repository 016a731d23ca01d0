import { expect, test } from 'vitest';
import { exitStatus } from '../../lib/errors.ts';
import { acceptableChecks, checkNames } from '../../lib/run/checks.ts';

test('each check either blocks or warns; only blocking ones can be accepted', () => {
  const names: string[] = [...checkNames.block, ...checkNames.warn];
  expect(new Set(names).size).toBe(names.length);
  expect(checkNames.block).toEqual(expect.arrayContaining([...acceptableChecks]));
});

test('the checks that the interfaces name have their severity', () => {
  expect(checkNames.block).toEqual(expect.arrayContaining(['file_refused', 'accounting']));
  expect(checkNames.warn).toEqual(expect.arrayContaining(['volume', 'missing_days']));
  expect(acceptableChecks).not.toContain('accounting');
});

test('exit status by kind of failure', () => {
  expect(exitStatus).toEqual({ internal: 1, usage: 2, blocked: 3, transient: 4, locked: 5 });
});
