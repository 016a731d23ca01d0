import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Mart } from '../../lib/datasets/dataset.ts';
import type { MartGroup } from '../../lib/datasets/mart-group.ts';
import { martGroups } from '../../lib/datasets/mart-groups.ts';
import { runKey } from '../../lib/lake/keys.ts';
import { type Bucket, getJson } from '../../lib/lake/objects.ts';
import { groupBatch, rebuildGroups } from '../../lib/stages/warehouse/rebuild-groups.ts';
import { MemoryS3 } from '../laws/memory-s3.ts';

/*
 * What a load sends to the warehouse for marts over several datasets, by what the service says. What that does there is held by
 * mart-groups.test.ts.
 */

const mart = (name: string): Mart => ({ name, grain: 'day', key: [], columns: {}, slice: 'touched dates', order: [] });
const group = (name: string, from: string[]): MartGroup => ({
  name,
  from,
  marts: [mart(`${name}_a`), mart(`${name}_b`)],
  checks: ['adds_up', 'has_all'],
});
const groups = { one: group('one', ['x', 'y']), two: group('two', ['x', 'z']), other: group('other', ['z']) };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paylake-groups-'));
  const files = Object.values(groups).flatMap(({ name, marts, checks }) => [
    `cross/${name}/take_loads`,
    ...marts.map((one) => `cross/${name}/marts/${one.name}`),
    ...checks.map((check) => `cross/${name}/checks/${check}`),
  ]);
  for (const file of ['shared/lock_marts', 'shared/mart_ledger', ...files]) {
    const path = join(folder, 'sql', `${file}.sql`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `select '${file}';\n`);
  }
  vi.stubEnv('LAMBDA_TASK_ROOT', folder);
  Object.assign(martGroups, groups);
});
afterAll(async () => {
  for (const name of Object.keys(groups)) Reflect.deleteProperty(martGroups, name);
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const client = new RedshiftDataClient({ region: 'ap-northeast-2' });
const redshift = mockClient(client);
let silver: Bucket;
beforeEach(async () => {
  silver = { s3: new MemoryS3({}), name: 'silver' };
  await silver.s3.send(new CreateBucketCommand({ Bucket: silver.name }));
  redshift.onAnyCommand().rejects(new Error('not asked for'));
  redshift.on(BatchExecuteStatementCommand).callsFake(({ StatementName }) => ({ Id: StatementName }));
});
afterEach(() => redshift.reset());

const step = (dataset: string) =>
  rebuildGroups({ client, workgroup: 'w', database: 'd' }, silver, { runId: 'run', dataset, owner: 'execution' });
const submitted = () => redshift.commandCalls(BatchExecuteStatementCommand).map(({ args: [{ input }] }) => input);
const stateOf = (name: string) => getJson<{ owner: string }>(silver, runKey('run', `marts-${name}`));

test('a group is one transaction: lock, loads, marts in their order, checks, ledger', () => {
  expect(groupBatch(groups.one)).toEqual({
    statements: [
      'shared/lock_marts',
      'cross/one/take_loads',
      'cross/one/marts/one_a',
      'cross/one/marts/one_b',
      'cross/one/checks/adds_up',
      'cross/one/checks/has_all',
      'shared/mart_ledger',
    ].map((file) => `select '${file}'`),
    parameters: [{ name: 'mart_group', value: 'one' }],
  });
});

test('every group that reads the dataset is rebuilt, one behind the other, and no other', async () => {
  redshift.on(DescribeStatementCommand).resolves({ Status: 'STARTED', SubStatements: [] });
  expect(await step('x')).toEqual({ status: 'running' });
  expect(await step('x')).toEqual({ status: 'running', statements: { done: 0, of: 0 } });
  expect(submitted()).toHaveLength(1);
  redshift.on(DescribeStatementCommand).resolves({ Status: 'FINISHED' });
  expect(await step('x')).toEqual({ status: 'running' });
  expect(await step('x')).toEqual({ status: 'rebuilt' });
  expect(submitted().map(({ StatementName, Sqls, Parameters }) => [StatementName, Sqls, Parameters])).toEqual(
    (['one', 'two'] as const).map((name) => {
      const { statements, parameters } = groupBatch(groups[name]);
      return [runKey('run', `marts-${name}`), statements, parameters];
    }),
  );
  expect((await stateOf('one'))?.value.owner).toBe('execution');
});

test('a dataset that no group reads has nothing to rebuild', async () => {
  expect(await step('nobody')).toEqual({ status: 'rebuilt' });
  expect(submitted()).toEqual([]);
});
