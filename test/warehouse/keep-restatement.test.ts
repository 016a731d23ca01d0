import { GetStatementResultCommand, RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runKey } from '../../lib/lake/keys.ts';
import { type Bucket, getJson } from '../../lib/lake/objects.ts';
import { keepRestatement } from '../../lib/stages/warehouse/keep-restatement.ts';
import { MemoryS3 } from '../laws/memory-s3.ts';

const client = new RedshiftDataClient({ region: 'ap-northeast-2' });
const redshift = mockClient(client);
let silver: Bucket;
beforeEach(async () => {
  silver = { s3: new MemoryS3({}), name: 'silver' };
  await silver.s3.send(new CreateBucketCommand({ Bucket: silver.name }));
  redshift.onAnyCommand().rejects(new Error('not asked for'));
});
afterEach(() => redshift.reset());

const keep = () =>
  keepRestatement({ client, workgroup: 'w', database: 'd' }, silver, { runId: 'run', statementId: 'batch:3' });
const kept = async (): Promise<unknown> => (await getJson(silver, runKey('run', 'restatement')))?.value;
const row = (...texts: string[]) => texts.map((stringValue) => ({ stringValue }));
const first = row('2025-09-01', 'sales_daily', 'net_amount', 'KRW', '10.00', '0.00');
const second = row('2025-09-02', 'sales_daily', 'sale_count', 'USD', '0', '3');

test('every sum that a run changed is kept, of all pages of the answer', async () => {
  redshift
    .on(GetStatementResultCommand, { Id: 'batch:3' })
    .resolvesOnce({ Records: [first], NextToken: 'more' })
    .resolvesOnce({ NextToken: 'last' })
    .resolvesOnce({ Records: [second] });
  await keep();
  expect(await kept()).toEqual([
    { date: '2025-09-01', mart: 'sales_daily', measure: 'net_amount', unit: 'KRW', before: '10.00', after: '0.00' },
    { date: '2025-09-02', mart: 'sales_daily', measure: 'sale_count', unit: 'USD', before: '0', after: '3' },
  ]);
  const asked = redshift.commandCalls(GetStatementResultCommand).map(({ args: [{ input }] }) => input.NextToken);
  expect(asked).toEqual([undefined, 'more', 'last']);
});

test('a run that changed none keeps nothing', async () => {
  redshift.on(GetStatementResultCommand).resolves({ Records: [] });
  await keep();
  expect(await kept()).toBeUndefined();
});
