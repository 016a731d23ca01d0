import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExecuteStatementCommand, RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { S3Client } from '@aws-sdk/client-s3';
import { type Bench, createBench } from '../../lib/operate/smoke/bench.ts';
import type { CallRecord } from '../../local/call-record.ts';
import { startRedshiftDataEndpoint } from '../../local/redshift-data/server.ts';
import { startS3Endpoint } from '../../local/s3/server.ts';

const buckets = { silver: 'smoke-silver', gold: 'smoke-gold' };

/** Our own endpoints to try assumptions on, in a scratch folder. */
export type LocalBench = { bench: Bench; calls: CallRecord[]; close(): Promise<void> };

export async function openLocalBench(): Promise<LocalBench> {
  const folder = await mkdtemp(join(tmpdir(), 'paylake-smoke-'));
  const root = join(folder, 's3');
  for (const bucket of Object.values(buckets)) await mkdir(join(root, bucket), { recursive: true });
  const calls: CallRecord[] = [];
  const s3 = await startS3Endpoint({
    root,
    metaRoot: join(folder, 'meta'),
    tmpRoot: join(folder, 's3-tmp'),
    recordCall: (call) => calls.push(call),
  });
  const warehouse = await startRedshiftDataEndpoint({
    databasePath: ':memory:',
    s3EndpointUrl: s3.url,
    tmpRoot: join(folder, 'tmp'),
  });
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'none' };
  const at = (endpoint: string) => ({ endpoint, region: 'ap-northeast-2', credentials });
  const lakeClient = new S3Client({ ...at(s3.url), forcePathStyle: true });
  const client = new RedshiftDataClient(at(warehouse.url));
  // As the migrations make it.
  await client.send(
    new ExecuteStatementCommand({
      WorkgroupName: 'paylake',
      Database: 'paylake',
      Sql: 'create schema smoke',
      WaitTimeSeconds: 10,
    }),
  );
  const bench = createBench({
    client,
    where: { WorkgroupName: 'paylake', Database: 'paylake' },
    pollMilliseconds: 5,
    lake: {
      silver: { s3: lakeClient, name: buckets.silver },
      gold: { s3: lakeClient, name: buckets.gold },
      copyRole: 'arn:aws:iam::000000000000:role/copy',
      unloadRole: 'arn:aws:iam::000000000000:role/unload',
      kmsKey: 'arn:aws:kms:ap-northeast-2:000000000000:key/smoke',
    },
  });
  return {
    bench,
    calls,
    close: async () => {
      client.destroy();
      lakeClient.destroy();
      await warehouse.close();
      await s3.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
