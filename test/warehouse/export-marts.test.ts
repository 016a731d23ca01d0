import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  GetStatementResultCommand,
  RedshiftDataClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-redshift-data';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/index.ts';
import { runKey } from '../../lib/lake/keys.ts';
import { type Bucket, getJson } from '../../lib/lake/objects.ts';
import { exportMarts } from '../../lib/stages/warehouse/export-marts.ts';
import { countBatch, goldBatch } from '../../lib/stages/warehouse/gold-batch.ts';
import { MemoryS3 } from '../laws/memory-s3.ts';

const marts = transactions.marts.slice(0, 2);
const batch = { statements: ['select 1', 'select 2'], parameters: [] };
const client = new RedshiftDataClient({ region: 'ap-northeast-2' });
const redshift = mockClient(client);
let silver: Bucket;
beforeEach(async () => {
  silver = { s3: new MemoryS3({}), name: 'silver' };
  await silver.s3.send(new CreateBucketCommand({ Bucket: silver.name }));
  redshift.onAnyCommand().rejects(new Error('not asked for'));
  redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'batch' });
  redshift.on(DescribeStatementCommand).resolves({ Status: 'FINISHED' });
});
afterEach(() => redshift.reset());

const step = () =>
  exportMarts(
    { client, workgroup: 'w', database: 'd' },
    silver,
    { marts, batch, state: 'counts' },
    { runId: 'run', owner: 'execution' },
  );
const state = () => getJson<{ owner: string }>(silver, runKey('run', 'counts'));
/** What its last statement answers. */
const counted = (...row: object[]) =>
  redshift.on(GetStatementResultCommand, { Id: 'batch:2' }).resolves({ Records: [row as never], TotalNumRows: 1 });

test('what the last statement of the batch counted is told when it is done, in the order of the marts', async () => {
  redshift.on(DescribeStatementCommand).resolves({ Status: 'STARTED' });
  expect([await step(), await step()]).toEqual([undefined, undefined]);
  redshift.on(DescribeStatementCommand).resolves({ Status: 'FINISHED' });
  counted({ stringValue: '2025-09-11' }, { longValue: 9 }, { longValue: 2 }, { longValue: 3 }, { longValue: 4 });
  expect(await step()).toEqual({ asOf: '2025-09-11', base: 9, rows: [2, 3], statementId: 'batch' });
  expect((await state())?.value.owner).toBe('execution');
});

test('before anything was loaded marts are as of no date', async () => {
  await step();
  counted({ isNull: true }, { longValue: 0 }, { longValue: 0 }, { longValue: 0 });
  expect(await step()).toEqual({ asOf: null, base: 0, rows: [0, 0], statementId: 'batch' });
});

test('an answer without a row counts nothing', async () => {
  await step();
  redshift.on(GetStatementResultCommand).resolves({ Records: [] });
  expect(await step()).toEqual({ asOf: null, base: 0, rows: [0, 0], statementId: 'batch' });
  redshift.on(GetStatementResultCommand).resolves({ TotalNumRows: 0 });
  expect(await step()).toEqual({ asOf: null, base: 0, rows: [0, 0], statementId: 'batch' });
});

test('when the answer is gone it is asked for once more; another failure is told', async () => {
  await step();
  redshift.on(GetStatementResultCommand).rejects(Object.assign(new Error('slow'), { name: 'ThrottlingException' }));
  await expect(step()).rejects.toThrow('slow');
  expect(await state()).toBeDefined();
  const gone = new ResourceNotFoundException({ message: 'gone', Message: 'gone', ResourceId: 'x', $metadata: {} });
  redshift.on(GetStatementResultCommand).rejects(gone);
  expect(await step()).toBeUndefined();
  expect(await state()).toBeUndefined();
});

test('the batch of an export unloads, then says what was restated and counts; that of a count does these alone', () => {
  const place = {
    gold: 'the-gold',
    unloadRole: 'arn:aws:iam::1:role/Unload',
    kmsKey: 'arn:aws:kms:r:1:key/k',
    runId: 'the-run',
  };
  const { statements, parameters } = goldBatch('transactions', place);
  const count = countBatch('transactions', 'the-run');
  expect([parameters, count.parameters]).toEqual(Array(2).fill([{ name: 'run_id', value: 'the-run' }]));
  expect(count.statements).toHaveLength(2);
  expect(count.statements[0]).toContain('from ops.restatement');
  expect(count.statements[1]).toContain('from core.fact_transactions');
  expect(statements.slice(-2)).toEqual(count.statements);
  const unloads = statements.slice(0, -2);
  expect(unloads).toHaveLength(2 * transactions.marts.length);
  for (const unload of unloads) {
    expect(unload).toMatch(/to 's3:\/\/the-gold\/[a-z_]+\/the-run\/(parquet|csv)\/'/);
    expect(unload).toContain(`iam_role '${place.unloadRole}'`);
  }
});
