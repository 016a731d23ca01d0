import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder, paylake, paylakeJson, removeFolder, startPaylake, testFolder } from '../cli/paylake.ts';
import { until } from '../cli/until.ts';
import { keysOf, seen, silverOf } from './home.ts';
import { succeed } from './report.ts';

/*
 * While one command works in a home, others read from it what is published; of one that was stopped they say where.
 */

type Status = {
  published: { dates: number };
  work: { isRunning: boolean; step: { stage: string } | null; next: string | null } | null;
  runs: { status: string }[];
};

const demo = ['demo', '--from', '2025-09-01', '--to', '2025-09-04'];
/** Long enough for others to read meanwhile. */
const long = [...demo, '--rows', '20000'];
const short = [...demo, '--rows', '300'];
const countFacts = 'select count(*) as n from core.fact_transactions';

let folder: string;
let base: string;
let facts: unknown[][];

beforeAll(async () => {
  folder = await makeFolder();
  base = join(folder, 'base');
  await succeed('demo', '--from', '2025-08-01', '--to', '2025-08-01', '--rows', '60', '--home', base);
  facts = (await paylakeJson<{ rows: unknown[][] }>('query', countFacts, '--home', base)).document.rows;
});
afterAll(() => removeFolder(folder));

/** A home with one published day, and a command at work in it that has come to where `pattern` is written. */
async function startWork(pattern: RegExp, run = long) {
  const home = join(await testFolder(), 'home');
  await cp(base, home, { recursive: true });
  const before = new Set(keysOf(silverOf(home)));
  const working = startPaylake([...run, '--home', home]);
  await until(() => keysOf(silverOf(home)).some((key) => pattern.test(key) && !before.has(key)), working.outcome);
  return { home, working };
}

test('status, query and explain answer from what is published while a run works; killed, it says where it was', async () => {
  const { home, working } = await startWork(/^_runs\/.*plan\.json$/);
  const status = await paylakeJson<Status>('status', '--home', home);
  expect(status).toMatchObject({ status: 0, document: { published: { dates: 1 }, work: { isRunning: true } } });
  expect(['generate', 'plan', 'accept', 'rank', 'stage']).toContain(status.document.work?.step?.stage);
  expect((await paylakeJson<{ rows: unknown[][] }>('query', countFacts, '--home', home)).document.rows).toEqual(facts);
  expect((await paylake('explain', 'nobody-knows-it', '--home', home)).status).toBe(0);
  const second = await paylakeJson('backfill', '--from', '2025-08-01', '--to', '2025-08-01', '--home', home);
  expect(second.status).toBe(5);
  await working.killGroup();

  const after = await paylakeJson<Status>('status', '--home', home);
  expect(after).toMatchObject({ status: 0, document: { work: { isRunning: false } } });
  expect(after.document.work?.step?.stage).toMatch(/^[a-z]+$/);
  expect(after.document.work?.next).toBe(`npx paylake run --home ${home} --from 2025-09-01 --to 2025-09-04`);
  expect((await paylake('status', '--home', home)).stdout).toMatch(/^stopped: demo-.* or before, in [a-z]+/m);
});

test('a reader outlives the worker it was asking', async () => {
  const { home, working } = await startWork(/^_runs\/.*plan\.json$/);
  const readers = [0, 1, 2].map(() => paylakeJson<{ rows: unknown[][] }>('query', countFacts, '--home', home));
  await working.killGroup();
  for (const { status, document } of await Promise.all(readers)) expect([status, document.rows]).toEqual([0, facts]);
});

test('Ctrl-C says what to do next and ends with 130; the same command then ends as if nothing had been', async () => {
  const { home, working } = await startWork(/^_runs\/.*plan\.json$/, short);
  working.process.kill('SIGINT');
  const { status, stderr } = await working.outcome;
  expect(status).toBe(130);
  expect(stderr).toContain(`next: npx paylake ${short.join(' ')} --home ${home}`);
  await succeed(...short, '--home', home);
  const quiet = join(await testFolder(), 'home');
  await cp(base, quiet, { recursive: true });
  await succeed(...short, '--home', quiet);
  expect(await seen(home)).toEqual(await seen(quiet));
});
