import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { startS3Endpoint } from '../../../local/s3/server.ts';
import type { Bucket } from '../../lake/objects.ts';

/** Two empty buckets for the time of some work, in a temporary folder that goes with them; `url` is where S3 answers. */
export async function withScratchLake<Result>(
  work: (lake: { bronze: Bucket; silver: Bucket; folder: string; url: string }) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'paylake-check-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // Whoever stops the command leaves no rows behind either.
  process.once('exit', remove);
  const places = { root: join(folder, 's3'), metaRoot: join(folder, 's3-meta'), tmpRoot: join(folder, 'tmp') };
  for (const path of [join(places.root, 'bronze'), join(places.root, 'silver'), places.metaRoot, places.tmpRoot])
    mkdirSync(path, { recursive: true });
  const endpoint = await startS3Endpoint(places);
  const s3 = new S3Client({
    endpoint: endpoint.url,
    region: 'ap-northeast-2',
    forcePathStyle: true,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
  });
  try {
    return await work({ bronze: { s3, name: 'bronze' }, silver: { s3, name: 'silver' }, folder, url: endpoint.url });
  } finally {
    s3.destroy();
    await endpoint.close();
    process.off('exit', remove);
    remove();
  }
}
