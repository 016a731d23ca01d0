import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, expect, test } from 'vitest';
import { expectSmallDisk, type ForkedServer, forkServerOnSmallDisk } from './fork-server.ts';
import { failure, noise } from './s3-helpers.ts';

const folder = mkdtempSync(join(tmpdir(), 'paylake-s3-full-'));
const Bucket = 'paylake-full';
let server: ForkedServer | undefined;

afterAll(async () => {
  await server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

test('a full disk: 507 at once, nothing lost, and all is well when there is room again', async () => {
  expectSmallDisk(folder);
  server = await forkServerOnSmallDisk(folder, 3);
  // With the SDK's own retries: it must not retry 507.
  const credentials = { accessKeyId: 'TESTROLE', secretAccessKey: 'x' };
  const client = new S3Client({ endpoint: server.url, region: 'us-east-1', forcePathStyle: true, credentials });
  const put = (Key: string, Body: Buffer) => client.send(new PutObjectCommand({ Bucket, Key, Body }));
  const get = async (Key: string) =>
    Buffer.from((await (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToByteArray()) ?? []);
  await client.send(new CreateBucketCommand({ Bucket }));
  await put('kept', noise(1_000_000, 'kept'));

  const refusal = await put('kept', noise(4_000_000, 'too large')).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ name: 'InsufficientStorage', $metadata: { httpStatusCode: 507, attempts: 1 } });
  expect(String(refusal)).toContain(`No space left on the disk of ${folder}`);
  expect((await get('kept')).equals(noise(1_000_000, 'kept'))).toBe(true);

  // Small objects, until a data file or a metadata record finds no room.
  const stored: string[] = [];
  for (;;) {
    const result = await failure(put(`small/${stored.length}`, noise(20_000, `small ${stored.length}`)));
    if (result !== 'no error') {
      expect(result).toBe('507 InsufficientStorage');
      break;
    }
    stored.push(`small/${stored.length}`);
  }
  expect(stored.length).toBeGreaterThan(20);
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'small/' }));
  expect(Contents.map(({ Key }) => Key)).toEqual(stored.toSorted());

  await client.send(new DeleteObjectCommand({ Bucket, Key: 'kept' }));
  await put('again', noise(900_000, 'again'));
  expect((await get('again')).equals(noise(900_000, 'again'))).toBe(true);
  client.destroy();
});
