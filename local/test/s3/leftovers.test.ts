import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startS3Endpoint } from '../../s3/server.ts';
import { writeRecord } from '../../s3/storage/object-record.ts';
import { createClient, foldersIn } from './scratch-endpoint.ts';

const Bucket = 'paylake-left';
// Above every pid Linux and macOS give out.
const deadPid = 4_194_305;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paylake-s3-left-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function countRecords(): number {
  const names = readdirSync(foldersIn(folder).metaRoot, { recursive: true });
  return names.filter((name) => String(name).endsWith('.json')).length;
}

test('what a killed endpoint left is removed at the next start, what is in use is not', async () => {
  const { tmpRoot, metaRoot } = foldersIn(folder);
  const first = await startS3Endpoint(foldersIn(folder));
  const client = createClient(first.url);
  await client.send(new CreateBucketCommand({ Bucket }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'x', Metadata: { a: '1' } }));
  const { UploadId: fresh = '' } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'fresh' }));
  const { UploadId: stale = '' } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'stale' }));
  await first.close();
  client.destroy();

  const dead = join(tmpRoot, `${deadPid}-0123456789ab`);
  // Killed inside this very process id, as happens in a container.
  const deadTwin = join(tmpRoot, `${process.pid}-0123456789ab`);
  for (const path of [dead, deadTwin]) {
    mkdirSync(path);
    writeFileSync(join(path, '1'), 'half an obj');
  }
  utimesSync(join(tmpRoot, 'uploads', stale), 1_700_000_000, 1_700_000_000);
  writeRecord({ metaRoot, bucket: Bucket }, { key: 'kept', etag: 'old', headers: {} }, '1-2-3');
  writeRecord({ metaRoot, bucket: Bucket }, { key: 'never/there', etag: 'x', headers: {} }, '1-2-3');
  expect(countRecords()).toBe(3);

  const second = await startS3Endpoint(foldersIn(folder));
  expect([existsSync(dead), existsSync(deadTwin)]).toEqual([false, false]);
  expect(readdirSync(join(tmpRoot, 'uploads'))).toEqual([fresh]);
  await expect.poll(countRecords).toBe(1);
  const again = createClient(second.url);
  expect(await again.send(new HeadObjectCommand({ Bucket, Key: 'kept' }))).toMatchObject({ Metadata: { a: '1' } });
  again.destroy();
  await second.close();
});

test('a torn metadata record is no record', async () => {
  const { metaRoot } = foldersIn(folder);
  const endpoint = await startS3Endpoint(foldersIn(folder));
  const client = createClient(endpoint.url);
  await client.send(new CreateBucketCommand({ Bucket }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'torn', Body: 'abc' }));
  const [record = ''] = readdirSync(metaRoot, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.json'));
  writeFileSync(join(metaRoot, record), '{"key":"torn","eta');
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'torn' }));
  expect([head.ETag, head.ContentLength]).toEqual(['"900150983cd24fb0d6963f7d28e17f72"', 3]);
  client.destroy();
  await endpoint.close();
});

test('a port in use is an error, and leaves nothing', async () => {
  const endpoint = await startS3Endpoint(foldersIn(folder));
  const port = Number(new URL(endpoint.url).port);
  await expect(startS3Endpoint({ ...foldersIn(folder), port })).rejects.toThrow('EADDRINUSE');
  expect(readdirSync(foldersIn(folder).tmpRoot)).toHaveLength(2);
  await Promise.all([endpoint.close(), endpoint.close()]);
  expect(readdirSync(foldersIn(folder).tmpRoot)).toEqual(['uploads']);
});
