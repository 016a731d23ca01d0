import { readFileSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder, paylakeJson, removeFolder, startPaylake, testFolder } from '../cli/paylake.ts';
import { until } from '../cli/until.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { countCalls, moment, startDisturbed } from './disturb.ts';
import { contentOf, keysOf, seen, silverOf, withDuckDB } from './home.ts';
import { succeed } from './report.ts';

const knobs = ['--rows', '150', '--late', '0.3', '--corrections', '0.1'];
const args = ['demo', '--from', '2025-09-01', '--to', '2025-09-03', ...knobs];

let folder: string;
let base: string;
let dead: string;
let expected: Record<string, unknown>;
let calls: number;

/**
 * A home with two published days, whose third one restates them; what it ends in when nobody disturbs it; and a copy in which a run of
 * all three has died twice, the second time when it was decided. The tests go on from copies.
 */
beforeAll(async () => {
  folder = await makeFolder();
  base = join(folder, 'base');
  await succeed('demo', '--from', '2025-09-01', '--to', '2025-09-02', ...knobs, '--home', base);
  const undisturbed = join(folder, 'undisturbed');
  await cp(base, undisturbed, { recursive: true });
  calls = await countCalls([...args, '--home', undisturbed], join(folder, 'calls'));
  expected = await seen(undisturbed);
  dead = join(folder, 'dead');
  await cp(base, dead, { recursive: true });
  await killAt('accept', dead);
  // Before it is decided nothing visible changes.
  const isDecided = keysOf(silverOf(dead)).some((key) => key.startsWith('_journal/'));
  if (!isDecided) {
    expect(contentOf(silverOf(dead), 'transactions/')).toEqual(contentOf(silverOf(base), 'transactions/'));
  }
  await killAt('decided', dead);
});
afterAll(() => removeFolder(folder));

type Sight = (home: string, isNew: (pattern: RegExp) => string | undefined) => boolean;

/** What shows that a run is in the midst of a stage. */
const stages: Record<string, Sight> = {
  accept: (_, isNew) => isNew(/^_staged\/.*ingest_date=.*accepted\.parquet$/) !== undefined,
  decided: (_, isNew) => isNew(/^_journal\//) !== undefined,
  publish: (_, isNew) => isNew(/^transactions\/p_txn_date=2025-09-03\//) !== undefined,
  load: (home, isNew) => {
    const key = isNew(/^_runs\/.*load\.json$/);
    return key !== undefined && readFileSync(join(silverOf(home), key), 'utf8').includes('statementId');
  },
  gold: (_, isNew) => isNew(/^_runs\/.*gold\.json$/) !== undefined,
};

/** Runs a command until the stage is at work, then kills it and all it started. */
async function killAt(stage: string, home: string): Promise<void> {
  const sight = stages[stage];
  if (!sight) throw new Error(`no stage ${stage}`);
  const before = new Set(keysOf(silverOf(home)));
  const running = startPaylake([...args, '--home', home]);
  const fresh = (pattern: RegExp) => keysOf(silverOf(home)).find((key) => pattern.test(key) && !before.has(key));
  await until(() => sight(home, fresh), running.outcome);
  await running.killGroup();
}

/** As if nothing had been: what readers see, one ledger row a run, no lease and no journal left. */
async function expectUndisturbed(home: string): Promise<void> {
  expect(await seen(home)).toEqual(expected);
  const runs = await withDuckDB(home, (ask) => ask('select run_id from warehouse.ops.load_ledger'));
  expect(runs).toHaveLength(new Set(runs.map((run) => run.run_id)).size);
  expect(keysOf(silverOf(home)).filter((key) => /^_(lease|journal)\//.test(key))).toEqual([]);
}

test('killed again and again, each time a stage further, also while the dead run is finished', async () => {
  const home = join(await testFolder(), 'home');
  await cp(dead, home, { recursive: true });
  for (const stage of ['publish', 'load', 'gold']) await killAt(stage, home);
  const { status, document } = await paylakeJson<{ unfinished: string | null }>('status', '--home', home);
  expect(status).toBe(0);
  expect(document.unfinished).toEqual(expect.any(String));
  // Another command than the one that was killed finishes what was decided, too.
  await succeed('backfill', '--from', '2025-09-01', '--to', '2025-09-01', '--home', home);
  await expectUndisturbed(home);
});

test.for(['a', 'b'])(
  'killed at moments of seed %s, one run after another: a quiet run ends as if nothing had been',
  async (seed) => {
    const home = join(await testFolder(), 'home');
    await cp(base, home, { recursive: true });
    const range = ['--from', '2025-09-02', '--to', '2025-09-03'];
    for (const [at, command] of [args, ['backfill', ...range]].entries()) {
      const running = startDisturbed([...command, '--home', home], {
        does: 'kill',
        at: moment(`${seed} ${at}`, calls),
      });
      // A command that makes fewer calls than that ends by itself.
      expect([null, 0]).toContain((await running.outcome).status);
    }
    await succeed(...args, '--home', home);
    await expectUndisturbed(home);
  },
);

test('a decided run that died is finished first by whatever comes next: new files of another date, a release', async () => {
  const own = await testFolder();
  const input = join(own, 'more.ndjson');
  await writeFile(input, toNdjson([nativeRow({ txn_ts: '2025-09-06T09:00:00+09:00' })]));
  const next = [
    ['run', '--feed', 'transactions', '--input', input, '--ingest-date', '2025-09-06'],
    ['held', 'release', '--from', '2025-09-01', '--to', '2025-09-01', '--reason', 'asked for'],
  ];
  for (const [at, command] of next.entries()) {
    const [home, quiet] = [join(own, `home-${at}`), join(own, `quiet-${at}`)];
    await cp(dead, home, { recursive: true });
    await cp(join(folder, 'undisturbed'), quiet, { recursive: true });
    await succeed(...command, '--home', home);
    await succeed(...command, '--home', quiet);
    expect(await seen(home)).toEqual(await seen(quiet));
  }
});
