import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { expect, it, onTestFinished } from 'vitest';
import { printSmoke } from '../../lib/cli/print-smoke.ts';
import { assumptions } from '../../lib/operate/smoke/assumptions.ts';
import { needLake } from '../../lib/operate/smoke/bench.ts';
import { runSmoke } from '../../lib/operate/smoke/run-smoke.ts';
import type { Target } from '../../lib/operate/targets/target.ts';
import { openLocalBench } from './local-bench.ts';

/** Some of each kind: the whole list is tried in goldens.test.ts. */
const some = assumptions.filter(({ name }) =>
  /^(batch-in-order|copy-types|unload-one-file|token-runs-once|states)$/.test(name),
);

/** Our endpoints as the target of an environment that takes real feeds; nobody answers for its state machine. */
async function openProd() {
  const local = await openLocalBench();
  const home = await mkdtemp(join(tmpdir(), 'paylake-smoke-'));
  onTestFinished(async () => {
    await local.close();
    await rm(home, { recursive: true, force: true });
  });
  const { client, where } = local.bench;
  const { silver, gold, copyRole, unloadRole, kmsKey } = needLake(local.bench);
  const target: Target = {
    name: 'prod',
    bronze: { ...silver, name: 'no-bronze' },
    silver,
    gold,
    warehouse: { client, workgroup: where.WorkgroupName, database: where.Database },
    warehouseAccess: { copyRole, unloadRole, kmsKey },
    warehouseAs: async () => ({ client, workgroup: where.WorkgroupName, database: where.Database }),
    states: new SFNClient({ region: 'ap-northeast-2', endpoint: 'http://127.0.0.1:1' }),
    machineArn: '',
    pollMilliseconds: 20,
    locate: (uri) => uri,
    flags: ' --target prod',
    isGuest: false,
    whoAmI: async () => 'tester',
    close: async () => {},
  };
  return { home, target };
}

it('runs no day where there is no generator, and says so', async () => {
  const { home, target } = await openProd();
  const notices: string[] = [];
  const progress = { see: async () => {}, end: () => {} };
  const watched = { target, progress, notice: (text: string) => notices.push(text), wait: false };
  const smoke = await runSmoke(watched, some, { home, day: '2005-11-21' });
  expect(smoke).toMatchObject({ target: 'prod', ok: true, day: null, leftBehind: null });
  expect(smoke.checks.map(({ name }) => name)).toEqual(some.map(({ name }) => name));
  expect(smoke.checks.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
  expect(notices.join()).toContain('no business data is touched');
});

it('says what could not be asked where an older version is deployed', async () => {
  const { home, target } = await openProd();
  const progress = { see: async () => {}, end: () => {} };
  const watched = { target: { ...target, warehouseAccess: undefined }, progress, notice: () => {}, wait: false };
  const { ok, checks } = await runSmoke(watched, some, { home, day: '2005-11-21' });
  const unasked = checks.filter(({ verdict }) => verdict === 'unasked');
  expect(ok).toBe(true);
  expect(unasked.map(({ name }) => name)).toEqual(['copy-types', 'unload-one-file']);
});

it('goes on where the day could not be run', async () => {
  const { home, target } = await openProd();
  const progress = { see: async () => {}, end: () => {} };
  const watched = { target: { ...target, name: 'dev' }, progress, notice: () => {}, wait: false };
  const { day, checks } = await runSmoke(watched, some, { home, day: '2005-11-21' });
  expect(day).toBe('2005-11-21');
  expect(checks.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['day-succeeds', 'unasked'],
    ['day-in-warehouse', 'unasked'],
    ['trades-day-succeeds', 'unasked'],
    ['trades-day-in-warehouse', 'unasked'],
    ...some.map(({ name }) => [name, 'same']),
  ]);
});

it('is not ok when anything differs, or nothing could be asked; the table says what and why', async () => {
  const { home, target } = await openProd();
  const progress = { see: async () => {}, end: () => {} };
  const watched = { target: { ...target, warehouseAccess: undefined }, progress, notice: () => {}, wait: false };
  const other = {
    name: 'states',
    says: '',
    source: '',
    check: async () => ({ found: { end: 'LOST' }, evidence: 'its words' }),
  };
  const copy = some.filter(({ name }) => name === 'copy-types');
  const smoke = await runSmoke(watched, [other, ...copy], { home, day: '2005-11-21' });
  expect(smoke.ok).toBe(false);
  const printed = printSmoke(smoke);
  expect(printed).toContain('0 of 2 as assumed, 1 otherwise, 1 could not be asked');
  expect(printed).toMatch(/^states +\{"end":"FINISHED"\} +\{"end":"LOST"\}$/m);
  expect(printed).toContain('states: its words');
  expect(printed).toMatch(/^copy-types +.*deploy this version first$/m);
  expect(printed).toContain(`cp ${smoke.savedTo} lib/operate/smoke/goldens.json`);
  expect((await runSmoke(watched, copy, { home, day: '2005-11-21' })).ok).toBe(false);
});
