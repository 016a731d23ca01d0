import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fetchPartitions } from '../../lib/iceberg/fetch-partitions.ts';
import type { CatalogDate } from '../../lib/run/records.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';

let endpoint: ScratchEndpoint;
let folder: string;
const silver = () => ({ s3: endpoint.client, name: 'silver' });
beforeAll(async () => {
  endpoint = await startScratchEndpoint();
  folder = await mkdtemp(join(tmpdir(), 'paylake-iceberg-'));
  await endpoint.client.send(new CreateBucketCommand({ Bucket: 'silver' }));
  await endpoint.client.send(new PutObjectCommand({ Bucket: 'silver', Key: 'a/part-0000.parquet', Body: 'rows' }));
});
afterAll(async () => {
  await endpoint.remove();
  await rm(folder, { recursive: true });
});

const ofRows = '4b5ee60ef3a1a24d2a8d9c6d1f06b3b2';
const dateOf = (key: string, sha256: string): CatalogDate => {
  const partitions = [{ key, sha256, size: 4, etag: '', rows: 1 }];
  return { date: '2025-09-01', rows: 1, digest: '', partitions };
};

it('gives the files that the catalog names', async () => {
  const sha256 = createHash('sha256').update('rows').digest('hex');
  const [path = ''] = await fetchPartitions(silver(), [dateOf('a/part-0000.parquet', sha256)], folder);
  expect(await readFile(path, 'utf8')).toBe('rows');
});

it.each([
  ['has other content', 'a/part-0000.parquet'],
  ['is gone', 'b/part-0000.parquet'],
])('an object that %s was replaced: nothing is made of it', async (_, key) => {
  await expect(fetchPartitions(silver(), [dateOf(key, ofRows)], folder)).rejects.toMatchObject({
    kind: 'transient',
    message: `s3://silver/${key} was replaced while it was read`,
  });
});
