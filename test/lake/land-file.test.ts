import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashFile, hashStream } from '../../lib/lake/hash-file.ts';
import { landFile as land } from '../../lib/lake/land-file.ts';
import { type Bucket, listObjects } from '../../lib/lake/objects.ts';
import { classifyError } from '../../lib/runtime/classify-error.ts';
import { noise } from '../../local/test/s3/s3-helpers.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';

let endpoint: ScratchEndpoint;
let bronze: Bucket;
let folder = '';
let count = 0;
beforeAll(async () => {
  endpoint = await startScratchEndpoint();
  bronze = { s3: endpoint.client, name: endpoint.bucket };
  folder = await mkdtemp(join(tmpdir(), 'paylake-land-'));
});
afterAll(async () => {
  await endpoint.remove();
  await rm(folder, { recursive: true, force: true });
});

async function fileOf(content: string | Buffer): Promise<string> {
  const path = join(folder, String(count++));
  await writeFile(path, content);
  return path;
}
const landFile = async (to: Bucket, key: string, path: string): Promise<boolean> =>
  land(to, key, path, { hash: await hashFile(path), hashStored: hashStream });
const newKey = (): string => `transactions/ingest_date=2025-09-01/file-${count++}.csv`;
const stored = (key: string): Promise<Buffer> => readFile(endpoint.file(key));
const refused = expect.objectContaining({ kind: 'usage', message: expect.stringContaining('other content') });

/** One PUT, and a multipart upload: the two ways a file goes up. */
const partBytes = 8 * 1024 * 1024;
describe.each([
  ['a small file', 100],
  ['an empty file', 0],
  ['a file of several parts', partBytes + 100],
])('%s', (name, size) => {
  const content = noise(size, name);
  const other = Buffer.concat([content.subarray(0, -1), Buffer.from(size === 0 ? 'x' : [~(content.at(-1) ?? 0)])]);

  test('lands as it is; the same content again is a no-op, other content is refused', async () => {
    const key = newKey();
    expect(await landFile(bronze, key, await fileOf(content))).toBe(true);
    expect((await stored(key)).equals(content)).toBe(true);
    const before = await listObjects(bronze, key);
    expect(await landFile(bronze, key, await fileOf(content))).toBe(false);
    await expect(landFile(bronze, key, await fileOf(other))).rejects.toThrow(refused);
    expect((await stored(key)).equals(content)).toBe(true);
    expect(await listObjects(bronze, key)).toEqual(before);
  });

  test('of several at once exactly one lands; the same content is a no-op for the others, other content refused', async () => {
    const key = newKey();
    const paths = [await fileOf(content), await fileOf(content), await fileOf(other), await fileOf(other)];
    const ends = await Promise.allSettled(paths.map((path) => landFile(bronze, key, path)));
    const landed = ends.findIndex((end) => end.status === 'fulfilled' && end.value);
    const isOther = landed >= 2;
    expect((await stored(key)).equals(isOther ? other : content)).toBe(true);
    for (const [at, end] of ends.entries()) {
      if (at === landed) continue;
      if (at >= 2 === isOther) expect(end).toEqual({ status: 'fulfilled', value: false });
      else expect(end).toEqual({ status: 'rejected', reason: refused });
    }
  });
});

test('what someone else put there is compared by its bytes', async () => {
  const key = newKey();
  await bronze.s3.send(new PutObjectCommand({ Bucket: bronze.name, Key: key, Body: 'from a partner' }));
  expect(await landFile(bronze, key, await fileOf('from a partner'))).toBe(false);
  await expect(landFile(bronze, key, await fileOf('from another'))).rejects.toThrow(refused);
});

test('a file that is not there lands nothing', async () => {
  const key = newKey();
  await expect(landFile(bronze, key, join(folder, 'none'))).rejects.toThrow('ENOENT');
  expect(await listObjects(bronze, key)).toEqual([]);
});

test('a race that S3 answers with 409 is worth another try, no internal error', async () => {
  // S3 asks for the upload to be tried again then (PutObject, If-None-Match); the local endpoint has no such moment.
  const s3 = new S3Client({ region: 'ap-northeast-2', maxAttempts: 1 });
  const conflict = Object.assign(new Error('conflicting conditional operation'), {
    name: 'ConditionalRequestConflict',
    $metadata: { httpStatusCode: 409 },
  });
  mockClient(s3).on(PutObjectCommand).rejectsOnce(conflict).resolves({});
  const end = await landFile({ s3, name: 'bronze' }, newKey(), await fileOf('content')).then(
    (landed) => (landed ? 'landed' : 'known'),
    (error: unknown) => classifyError(error).kind,
  );
  expect(['landed', 'transient']).toContain(end);
});
