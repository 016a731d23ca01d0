import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { CheckedAssumption } from '../../lib/operate/smoke/assumption.ts';
import { needLake, tableOf } from '../../lib/operate/smoke/bench.ts';
import { answers } from '../../lib/operate/smoke/checks.ts';
import { saveGoldens } from '../../lib/operate/smoke/goldens.ts';
import { readRows, runBatch } from '../../lib/operate/smoke/run-statements.ts';
import { tryAssumptions } from '../../lib/operate/smoke/try-assumptions.ts';
import { type LocalBench, openLocalBench } from './local-bench.ts';

let local: LocalBench;
beforeAll(async () => {
  local = await openLocalBench();
});
afterAll(() => local.close());

const one = (name: string, check: CheckedAssumption['check']): CheckedAssumption => ({
  name,
  says: '',
  source: '',
  check,
});
const denied = Object.assign(new Error('User is not authorized to perform: redshift-data:BatchExecuteStatement'), {
  name: 'AccessDeniedException',
});
const list = [
  one('same', answers('select 1 as a')),
  one('different', answers('select 2 as a')),
  one('failing', answers('select a from nowhere')),
  one('denied', async () => {
    throw denied;
  }),
  one('no-lake', async (bench) => ({ found: needLake({ ...bench, lake: undefined }).copyRole })),
  one('broken', async () => {
    throw new TypeError('no such thing');
  }),
];
const assumed = { columns: ['a int4'], rows: [[1]] };
const goldens = Object.fromEntries(list.map(({ name }) => [name, assumed]));

it('says of each check whether it is the same, different or could not be asked, and goes on', async () => {
  const { trials } = await tryAssumptions(local.bench, list, goldens);
  expect(trials.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['same', 'same'],
    ['different', 'different'],
    ['failing', 'different'],
    ['denied', 'unasked'],
    ['no-lake', 'unasked'],
    ['broken', 'different'],
  ]);
  expect(trials[1]?.found).toEqual({ columns: ['a int4'], rows: [[2]] });
  expect(trials[2]).toMatchObject({
    found: { status: 'FAILED', failedAt: 1 },
    evidence: expect.stringContaining('nowhere'),
  });
  expect(trials[3]?.why).toContain('redshift-data:BatchExecuteStatement');
  expect(trials[4]?.why).toContain('deploy this version first');
});

it('saves what was found; what could not be asked stays as it was assumed, and is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'paylake-smoke-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'new/dev.json');
  saveGoldens(file, 'dev (1, x)', (await tryAssumptions(local.bench, list, goldens)).trials);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    schema: 'paylake.goldens/1',
    of: 'dev (1, x)',
    checks: { same: assumed, different: { columns: ['a int4'], rows: [[2]] }, denied: assumed },
    unasked: ['denied', 'no-lake'],
  });
});

it('removes what a check made, also when that check breaks', async () => {
  const { bench } = local;
  const breaking = one('breaking', async (on) => {
    const table = tableOf(on, 'left');
    await runBatch(on, [`create table ${table} (a int)`]);
    throw new TypeError('after that');
  });
  expect(await tryAssumptions(bench, [breaking], {})).toMatchObject({ leftBehind: null });
  const { Id } = await runBatch(bench, ["select count(*) as n from svv_tables where table_name like 'paylake_smoke%'"]);
  expect((await readRows(bench, `${Id}:1`)).rows).toEqual([[0]]);
});
