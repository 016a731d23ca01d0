import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { makeFolder, paylakeJson, removeFolder, startPaylake } from '../cli/paylake.ts';
import { until } from '../cli/until.ts';
import { countCalls, moment, startDisturbed } from './disturb.ts';
import { keysOf, seen, silverOf } from './home.ts';
import { type RunDocument, succeed } from './report.ts';

const range = ['--from', '2025-09-01', '--to', '2025-09-02'];

let folder: string;
let backfill: string[];
let home: string;
let expected: Record<string, unknown>;
let calls: number;
beforeAll(async () => {
  folder = await makeFolder();
  home = join(folder, 'home');
  backfill = ['backfill', ...range, '--home', home];
  await succeed('demo', ...range, '--rows', '100', '--late', '0.3', '--home', home);
  calls = await countCalls(backfill, join(folder, 'calls'));
  expected = await seen(home);
});
afterAll(() => removeFolder(folder));

async function expectQuiet(): Promise<void> {
  expect(await seen(home)).toEqual(expected);
  expect(keysOf(silverOf(home)).filter((key) => /^_(lease|journal)\//.test(key))).toEqual([]);
}

test.for(['a', 'b'])(
  'whoever comes in the midst of a run (seed %s) ends with 5, or waits and then works',
  async (seed) => {
    const file = join(folder, `held-${seed}`);
    const first = startDisturbed(backfill, { does: 'hold', at: moment(seed, calls), file });
    onTestFinished(first.killGroup);
    await until(() => existsSync(file), first.outcome);
    const refused = await paylakeJson<RunDocument>('run', ...range, '--home', home);
    expect(refused).toMatchObject({ status: 5, document: { schema: 'paylake.run/1', status: 'locked' } });
    expect(refused.document.error).toMatchObject({ kind: 'locked', next: expect.stringContaining('again') });
    const patient = startPaylake([...backfill, '--wait', '--json']);
    let said = '';
    patient.process.stderr?.on('data', (text) => {
      said += text;
    });
    await until(() => said.includes('waiting'), patient.outcome);
    await rm(file);
    expect((await first.outcome).status).toBe(0);
    const { status, stdout } = await patient.outcome;
    expect([status, JSON.parse(stdout).status]).toEqual([0, 'succeeded']);
    await expectQuiet();
  },
);

test('of several starts, together and a little later, each works or ends with 5, and at least one works', async () => {
  const file = join(folder, 'marked');
  const first = startDisturbed(backfill, { does: 'mark', at: moment('c', calls), file });
  const together = [startPaylake(backfill), startPaylake(['run', ...range, '--home', home])];
  const later = until(() => existsSync(file), first.outcome).then(
    () => startPaylake(backfill).outcome,
    // The first had to stand back.
    () => startPaylake(backfill).outcome,
  );
  const ends = await Promise.all([...[first, ...together].map(({ outcome }) => outcome), later]);
  const statuses = ends.map(({ status }) => status);
  expect(statuses).toContain(0);
  for (const status of statuses) expect([0, 5]).toContain(status);
  await expectQuiet();
});
