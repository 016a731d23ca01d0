import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listObjects } from '../../lib/lake/objects.ts';
import { isChecked } from '../../lib/operate/smoke/assumption.ts';
import { assumptions } from '../../lib/operate/smoke/assumptions.ts';
import { cleanUp, stagedPrefix, unloadedPrefix } from '../../lib/operate/smoke/bench.ts';
import { goldens } from '../../lib/operate/smoke/goldens.ts';
import { readRows, runBatch } from '../../lib/operate/smoke/run-statements.ts';
import { type LocalBench, openLocalBench } from './local-bench.ts';

const checked = assumptions.filter(isChecked);

describe('our endpoint does what the goldens say', () => {
  let local: LocalBench;
  beforeAll(async () => {
    local = await openLocalBench();
  });
  afterAll(() => local.close());

  it.each(checked)('$name: $says', async ({ name, check }) => {
    const { found, evidence } = await check(local.bench);
    expect(found, evidence).toEqual(goldens.checks[name]);
  });

  it('and all that is written to the lake has a place of its own', () => {
    const written = local.calls
      .filter(({ action }) => /Put|Delete|Upload/.test(action))
      .map(({ resource }) => resource);
    expect(written.length).toBeGreaterThan(10);
    for (const resource of written) expect(resource).toMatch(/smoke-silver\/_staged\/smoke-|smoke-gold\/_smoke-/);
  });

  it('and nothing of it is left behind', async () => {
    const { bench } = local;
    const { lake } = bench;
    expect(bench.tables.size).toBeGreaterThan(3);
    await cleanUp(bench);
    const { Id } = await runBatch(bench, [
      "select count(*) as n from svv_tables where table_name like 'paylake_smoke%'",
    ]);
    expect((await readRows(bench, `${Id}:1`)).rows).toEqual([[0]]);
    if (!lake) throw new Error('the bench has no lake');
    expect(await listObjects(lake.silver, stagedPrefix(bench))).toEqual([]);
    expect(await listObjects(lake.gold, unloadedPrefix(bench))).toEqual([]);
  });
});

describe('the goldens', () => {
  it('are of exactly the checks there are', () => {
    expect(Object.keys(goldens.checks)).toEqual(checked.map(({ name }) => name));
  });
});
