import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder, paylake, removeFolder, startPaylake } from './paylake.ts';

/*
 * Most tests run commands in a process that ran others before. Here a command has its own, as a person's has: it ends by itself, with
 * the same status and texts. (Status 5 and stops are in end-to-end/collision and readers.)
 */
let folder: string;
let home: string;
beforeAll(async () => {
  folder = await makeFolder();
  home = join(folder, 'home');
});
afterAll(() => removeFolder(folder));

test.for([
  [0, ['held', '--help'], /Usage: paylake held/],
  [0, ['query', 'select 1 as one', '--json'], /"rows": \[\s*\[1\]\s*\]/],
  [2, ['query', 'delete from core.fact_transactions', '--json'], /paylake\.error\/1/],
  [2, ['rnu', '--json'], /paylake\.error\/1/],
  [2, ['status', '--dataset', 'payments'], /^$/],
] as const)('status %i of a process of its own: %j', async ([status, args, stdout]) => {
  const given = [...args, ...(args[0] === 'rnu' || args[0] === 'held' ? [] : ['--home', home])];
  const own = await startPaylake(given).outcome;
  expect(own.status).toBe(status);
  expect(own.stdout).toMatch(stdout);
  expect(await paylake(...given)).toEqual(own);
});

test('status 3 of a process of its own: a run that is blocked', async () => {
  const file = join(folder, 'bad.ndjson');
  await writeFile(file, '{"amount":"much"}\n'.repeat(20));
  const landing = ['run', '--feed', 'transactions', '--input', file, '--ingest-date', '2025-09-01', '--home', home];
  const { status, stdout } = await startPaylake([...landing, '--json']).outcome;
  expect([status, JSON.parse(stdout).status]).toEqual([3, 'blocked']);
});
