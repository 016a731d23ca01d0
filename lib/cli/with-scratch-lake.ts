import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type { Bucket } from '../lake/objects.ts';
import { startS3Endpoint } from '../local/s3/server.ts';

/** Two empty buckets for the time of some work, in a temporary folder that goes with them. */
export async function withScratchLake<Result>(
  work: (lake: { bronze: Bucket; silver: Bucket }) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'paylake-check-'));
  const [root, metaRoot, tmpRoot] = ['s3', 's3-meta', 'tmp'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [join(root, 'bronze'), join(root, 'silver'), metaRoot, tmpRoot])
    mkdirSync(path, { recursive: true });
  const endpoint = await startS3Endpoint({ root, metaRoot, tmpRoot });
  const s3 = new S3Client({
    endpoint: endpoint.url,
    region: 'ap-northeast-2',
    forcePathStyle: true,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
  });
  try {
    return await work({ bronze: { s3, name: 'bronze' }, silver: { s3, name: 'silver' } });
  } finally {
    s3.destroy();
    await endpoint.close();
    await rm(folder, { recursive: true, force: true });
  }
}
