import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashFile } from '../../lib/lake/hash-file.ts';
import * as objects from '../../lib/lake/objects.ts';
import { noise } from '../../local/test/s3/s3-helpers.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';

let endpoint: ScratchEndpoint;
let bucket: objects.Bucket;
let folder = '';
beforeAll(async () => {
  endpoint = await startScratchEndpoint();
  bucket = { s3: endpoint.client, name: endpoint.bucket };
  folder = await mkdtemp(join(tmpdir(), 'paylake-lake-'));
});
afterAll(async () => {
  await endpoint.remove();
  await rm(folder, { recursive: true, force: true });
});

const named = (name: string) => expect.objectContaining({ name });

describe('listing', () => {
  test('goes on beyond a page, in key order, and stays under its prefix', async () => {
    const names = Array.from({ length: 1003 }, (_, number) => `list/many/${String(number).padStart(4, '0')}.json`);
    // Objects are plain files, so that many are quickly made.
    await mkdir(endpoint.file('list/many'), { recursive: true });
    for (const key of [...names, 'list/manyother']) await writeFile(endpoint.file(key), '{}\n');
    const listed = await objects.listObjects(bucket, 'list/many/');
    expect(listed.map(({ key }) => key)).toEqual(names);
    const etag = expect.stringMatching(/^".+"$/);
    expect(listed[0]).toEqual({ key: names[0], size: 3, etag, modified: expect.any(Date) });
    expect(Math.abs(Date.now() - (listed[0]?.modified.getTime() ?? 0))).toBeLessThan(600_000);
    expect(await objects.listObjects(bucket, 'list/none/')).toEqual([]);
  });

  test('names the folders directly under a prefix', async () => {
    for (const key of ['f/d=1/a', 'f/d=1/b', 'f/d=2/deep/a', 'f/file']) await objects.putJson(bucket, key, {});
    expect(await objects.listFolders(bucket, 'f/')).toEqual(['d=1', 'd=2']);
    expect(await objects.listFolders(bucket, 'nothing/')).toEqual([]);
  });
});

describe('JSON', () => {
  test('reads back as written, text beyond ASCII too', async () => {
    const value = { amount: '0.10', name: '카드 €', list: [1, null, true] };
    expect(await objects.putJson(bucket, 'json/a', value)).toBe(true);
    expect(await objects.getJson(bucket, 'json/a')).toEqual({ value, etag: expect.any(String) });
    expect(await objects.needJson(bucket, 'json/a')).toEqual(value);
  });

  test('what is not there is undefined, or an error where an earlier stage wrote it', async () => {
    expect(await objects.getJson(bucket, 'json/none')).toBeUndefined();
    await expect(objects.needJson(bucket, 'json/none')).rejects.toThrow('json/none');
  });

  test('another failure is not taken for absence', async () => {
    await expect(objects.getJson({ ...bucket, name: 'no-such-bucket' }, 'json/a')).rejects.toThrow(
      named('NoSuchBucket'),
    );
    await expect(
      objects.putJson({ ...bucket, name: 'no-such-bucket' }, 'json/a', {}, { ifAbsent: true }),
    ).rejects.toThrow(named('NoSuchBucket'));
  });

  test('a condition that does not hold writes nothing and says so', async () => {
    expect(await objects.putJson(bucket, 'json/once', 1, { ifAbsent: true })).toBe(true);
    expect(await objects.putJson(bucket, 'json/once', 2, { ifAbsent: true })).toBe(false);
    const first = await objects.getJson(bucket, 'json/once');
    expect(first?.value).toBe(1);
    const ifEtag = first?.etag ?? '';
    expect(await objects.putJson(bucket, 'json/once', 3, { ifEtag })).toBe(true);
    expect(await objects.putJson(bucket, 'json/once', 4, { ifEtag })).toBe(false);
    expect(await objects.needJson(bucket, 'json/once')).toBe(3);
    expect(await objects.putJson(bucket, 'json/gone', 1, { ifEtag })).toBe(false);
    expect(await objects.getJson(bucket, 'json/gone')).toBeUndefined();
  });

  test('of many conditional writes at once one goes through', async () => {
    const writes = Array.from({ length: 10 }, (_, at) => objects.putJson(bucket, 'json/race', at, { ifAbsent: true }));
    const winner = (await Promise.all(writes)).flatMap((won, at) => (won ? [at] : []));
    expect(winner).toEqual([await objects.needJson(bucket, 'json/race')]);
  });
});

describe('files', () => {
  test.each([
    ['nothing', 0],
    ['a little', 1000],
    ['exactly a part', 8 * 1024 * 1024],
    ['a byte more than a part', 8 * 1024 * 1024 + 1],
  ])('%s goes up and comes down the same', async (name, size) => {
    const path = join(folder, `up-${size}`);
    await writeFile(path, noise(size, name));
    expect(await objects.upload(bucket, `files/${size}`, path)).toMatchObject({
      size,
      etag: expect.stringMatching(/./),
    });
    expect(await objects.objectSize(bucket, `files/${size}`)).toBe(size);
    const down = await objects.download(bucket, `files/${size}`, join(folder, `down-${size}`));
    expect(await hashFile(down)).toBe(await hashFile(path));
  });

  test('downloading what is not there fails by name', async () => {
    await expect(objects.download(bucket, 'files/none', join(folder, 'none'))).rejects.toThrow(named('NoSuchKey'));
  });

  test('copies keep the content, also under keys that need escaping', async () => {
    const path = join(folder, 'copied');
    await writeFile(path, 'content');
    const odd = 'copy/a b+c%20=d/한.csv';
    await objects.upload(bucket, odd, path);
    await objects.copyObject(bucket, odd, 'copy/to');
    expect(await readFile(await objects.download(bucket, 'copy/to', join(folder, 'back')), 'utf8')).toBe('content');
  });

  test('removing is quiet about what is gone, and heeds an ETag', async () => {
    await objects.removeObject(bucket, 'remove/none');
    await objects.putJson(bucket, 'remove/a', 1);
    const { etag = '' } = (await objects.getJson(bucket, 'remove/a')) ?? {};
    await objects.putJson(bucket, 'remove/a', 2);
    await expect(objects.removeObject(bucket, 'remove/a', etag)).rejects.toThrow(named('PreconditionFailed'));
    expect(await objects.needJson(bucket, 'remove/a')).toBe(2);
    await objects.removeObject(bucket, 'remove/a');
    expect(await objects.getJson(bucket, 'remove/a')).toBeUndefined();
  });
});

test('SHA-256 of a file, as in FIPS 180-2', async () => {
  const path = join(folder, 'abc');
  await writeFile(path, 'abc');
  expect(await hashFile(path)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
