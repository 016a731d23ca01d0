import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  GetStatementResultCommand,
  RedshiftDataClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-redshift-data';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runKey } from '../../lib/lake/keys.ts';
import { type Bucket, getJson } from '../../lib/lake/objects.ts';
import { exportGold } from '../../lib/stages/warehouse/export-gold.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';

let endpoint: ScratchEndpoint;
let silver: Bucket;
let runs = 0;
let runId = '';
const client = new RedshiftDataClient({ region: 'ap-northeast-2' });
const redshift = mockClient(client);
beforeAll(async () => {
  endpoint = await startScratchEndpoint();
  silver = { s3: endpoint.client, name: endpoint.bucket };
});
beforeEach(() => {
  runs += 1;
  runId = `run-${runs}`;
  redshift.reset();
  redshift.onAnyCommand().rejects(new Error('not asked for'));
  redshift.on(BatchExecuteStatementCommand).resolves({ Id: 'statement' });
  redshift.on(DescribeStatementCommand).resolves({ Status: 'FINISHED' });
});
afterAll(() => endpoint.remove());

const where = { gold: 'gold-bucket', unloadRole: 'arn:aws:iam::111111111111:role/Unload' };
const advance = () =>
  exportGold(
    { client, workgroup: 'w', database: 'd' },
    silver,
    { runId, dataset: 'transactions' },
    'execution-1',
    where,
  );
const submitted = () => redshift.commandCalls(BatchExecuteStatementCommand).map(({ args: [{ input }] }) => input);

test('runs until its batch is done, then says how many rows the fact has: by the batch’s last statement', async () => {
  redshift.on(DescribeStatementCommand).resolves({ Status: 'STARTED' });
  expect(await advance()).toEqual({ status: 'running' });
  expect(await advance()).toEqual({ status: 'running' });
  redshift.on(DescribeStatementCommand).resolves({ Status: 'FINISHED' });
  const [{ Sqls = [] } = {}] = submitted();
  expect(Sqls.at(-1)).toContain('core.fact_transactions');
  redshift
    .on(GetStatementResultCommand, { Id: `statement:${Sqls.length}` })
    .resolves({ Records: [[{ longValue: 0 }]], TotalNumRows: 1 });
  expect(await advance()).toEqual({ status: 'exported', factRows: 0 });
  expect(submitted()).toHaveLength(1);
});

test('unloads into the bucket it is given, by the role it is given', async () => {
  await advance();
  const unloads = submitted()[0]?.Sqls?.filter((sql) => sql.startsWith('unload')) ?? [];
  expect(unloads.length).toBeGreaterThan(1);
  for (const sql of unloads) {
    expect(sql).toContain("to 's3://gold-bucket/");
    expect(sql).toContain(`iam_role '${where.unloadRole}'`);
  }
});

test('exports once more when its answer has expired: a run does not end without knowing the fact', async () => {
  await advance();
  const gone = new ResourceNotFoundException({ message: 'gone', Message: 'gone', ResourceId: 'x', $metadata: {} });
  redshift.on(GetStatementResultCommand).rejects(gone);
  expect(await advance()).toEqual({ status: 'running' });
  expect(await getJson(silver, runKey(runId, 'gold'))).toBeUndefined();
  expect(await advance()).toEqual({ status: 'running' });
  redshift.on(GetStatementResultCommand).resolves({ Records: [[{ longValue: 7 }]], TotalNumRows: 1 });
  expect(await advance()).toEqual({ status: 'exported', factRows: 7 });
  expect(submitted()).toHaveLength(2);
});

test('an answer that cannot be had now is no expired one', async () => {
  await advance();
  redshift.on(GetStatementResultCommand).rejects(Object.assign(new Error('slow'), { name: 'ThrottlingException' }));
  await expect(advance()).rejects.toThrow('slow');
  expect(submitted()).toHaveLength(1);
  expect(await getJson(silver, runKey(runId, 'gold'))).toBeDefined();
});
