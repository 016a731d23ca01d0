import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, etagOf } from './crash-workload.ts';
import { type ForkedServer, forkServer } from './fork-server.ts';
import { failure } from './s3-helpers.ts';
import { createClient } from './scratch-endpoint.ts';

const folder = mkdtempSync(join(tmpdir(), 'paylake-s3-two-'));
const Bucket = 'paylake-two';
let servers: ForkedServer[] = [];
let one: S3Client;
let two: S3Client;

beforeAll(async () => {
  servers = await Promise.all([forkServer(folder), forkServer(folder)]);
  [one, two] = servers.map(({ url }) => createClient(url)) as [S3Client, S3Client];
  await one.send(new CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  one.destroy();
  two.destroy();
  await Promise.all(servers.map((server) => server.kill()));
  rmSync(folder, { recursive: true, force: true });
});

test('only one of all writers creates an object', async () => {
  for (let round = 0; round < 40; round += 1) {
    const put = { Bucket, Key: `lease/${round}`, IfNoneMatch: '*' };
    const attempts = [one, two, one, two, one, two].map((client, index) =>
      failure(client.send(new PutObjectCommand({ ...put, Body: `writer ${index}` }))),
    );
    expect((await Promise.all(attempts)).toSorted()).toEqual([...Array(5).fill('412 PreconditionFailed'), 'no error']);
  }
});

test('one process reads whole versions while the other overwrites them', async () => {
  const Key = 'pointer';
  const put = (version: number) =>
    one.send(new PutObjectCommand({ Bucket, Key, Body: bodyOf(Key, version), Metadata: { version: String(version) } }));
  await put(1);
  let writing = true;
  const writer = (async () => {
    for (let version = 2; version < 250; version += 1) if (version % 5 !== 0) await put(version);
    writing = false;
  })();
  let reads = 0;
  const read = async () => {
    while (writing) {
      const got = await two.send(new GetObjectCommand({ Bucket, Key }));
      const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
      const version = Number(got.Metadata?.version);
      expect(version).toBeGreaterThan(0);
      expect(got.ETag).toBe(etagOf(Key, version));
      expect(bytes.equals(bodyOf(Key, version))).toBe(true);
      reads += 1;
    }
  };
  await Promise.all([writer, read(), read()]);
  expect(reads).toBeGreaterThan(30);
});
