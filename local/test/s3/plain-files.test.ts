import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, rawRequest } from './raw-request.ts';
import { failure } from './s3-helpers.ts';
import { type ScratchEndpoint, startScratchEndpoint } from './scratch-endpoint.ts';

let endpoint: ScratchEndpoint;
let Bucket: string;

beforeAll(async () => {
  endpoint = await startScratchEndpoint();
  Bucket = endpoint.bucket;
});

afterAll(() => endpoint.remove());

const put = (Key: string, Body: string, Metadata?: Record<string, string>) =>
  endpoint.client.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(Body), Metadata }));
const head = (Key: string) => endpoint.client.send(new HeadObjectCommand({ Bucket, Key }));
const remove = (Key: string) => endpoint.client.send(new DeleteObjectCommand({ Bucket, Key }));
const list = async (Prefix: string) => {
  const { Contents = [] } = await endpoint.client.send(new ListObjectsV2Command({ Bucket, Prefix }));
  return Contents.map(({ Key, ETag, Size }) => [Key, ETag, Size]);
};
const md5 = (text: string) => `"${createHash('md5').update(text).digest('hex')}"`;

function writeForeign(key: string, content: string): void {
  mkdirSync(dirname(endpoint.file(key)), { recursive: true });
  writeFileSync(endpoint.file(key), content);
}

describe('an object is a plain file', () => {
  test('at the path of its key, with nothing beside it', async () => {
    await put('plain/txn_date=2026-01-01/part-0000.parquet', 'content');
    expect(readFileSync(endpoint.file('plain/txn_date=2026-01-01/part-0000.parquet'), 'utf8')).toBe('content');
    expect(readdirSync(endpoint.file('plain'), { recursive: true })).toHaveLength(2);
    expect(readdirSync(dirname(endpoint.file('')))).toEqual([Bucket]);
  });

  test('and its folders go when they become empty, the bucket stays', async () => {
    await put('gone/a/b/1', 'x');
    await put('gone/a/2', 'x');
    await remove('gone/a/b/1');
    expect([existsSync(endpoint.file('gone/a/b')), existsSync(endpoint.file('gone/a/2'))]).toEqual([false, true]);
    await remove('gone/a/2');
    expect([existsSync(endpoint.file('gone')), existsSync(endpoint.file(''))]).toEqual([false, true]);
  });

  test('while folders come and go under concurrent puts and deletes', async () => {
    const jobs = Array.from({ length: 200 }, (_, i) =>
      i % 2 === 0 ? put('busy/x/y/z', `v${i}`) : remove('busy/x/y/z'),
    );
    await Promise.all(jobs);
    await put('busy/x/y/z', 'last');
    expect(readFileSync(endpoint.file('busy/x/y/z'), 'utf8')).toBe('last');
  });
});

describe('a file someone copied into the folder', () => {
  test('is an object: bytes, ETag, type, date, list', async () => {
    writeForeign('foreign/day/file one.csv', 'a,b\n1,2\n');
    utimesSync(endpoint.file('foreign/day/file one.csv'), 1_700_000_000, 1_700_000_000);
    const got = await endpoint.client.send(new GetObjectCommand({ Bucket, Key: 'foreign/day/file one.csv' }));
    expect(await got.Body?.transformToString()).toBe('a,b\n1,2\n');
    expect(got).toMatchObject({
      ETag: md5('a,b\n1,2\n'),
      ContentType: 'binary/octet-stream',
      ContentLength: 8,
      LastModified: new Date(1_700_000_000_000),
    });
    expect(await list('foreign/')).toEqual([['foreign/day/file one.csv', md5('a,b\n1,2\n'), 8]]);
  });

  test('is followed when it changes, whatever was known of it before', async () => {
    await put('edited', 'by S3', { by: 's3' });
    writeForeign('edited', 'by hand');
    expect(await head('edited')).toMatchObject({ ETag: md5('by hand'), Metadata: {} });
    writeForeign('edited', 'by HAND');
    utimesSync(endpoint.file('edited'), 1_700_000_001, 1_700_000_001);
    expect(await head('edited')).toMatchObject({ ETag: md5('by HAND') });
    await put('edited', 'by S3', { by: 's3' });
    expect(await head('edited')).toMatchObject({ ETag: md5('by S3'), Metadata: { by: 's3' } });
  });

  test('takes conditional writes', async () => {
    writeForeign('foreign-if', 'x');
    const conditional = (IfMatch: string) => new PutObjectCommand({ Bucket, Key: 'foreign-if', Body: 'y', IfMatch });
    expect(await failure(endpoint.client.send(conditional('"other"')))).toBe('412 PreconditionFailed');
    await endpoint.client.send(conditional(md5('x')));
    expect(await failure(endpoint.client.send(conditional(md5('x'))))).toBe('412 PreconditionFailed');
  });

  test('is gone when it is deleted by hand', async () => {
    await put('by-hand', 'x');
    rmSync(endpoint.file('by-hand'));
    expect(await failure(head('by-hand'))).toBe('404 NotFound');
    expect(await list('by-hand')).toEqual([]);
  });

  test('an empty folder is no object and stands in nobody’s way', async () => {
    mkdirSync(endpoint.file('hollow/a/b'), { recursive: true });
    expect(await list('hollow')).toEqual([]);
    await put('hollow', 'now an object');
    expect(readFileSync(endpoint.file('hollow'), 'utf8')).toBe('now an object');
    await endpoint.client.send(new CreateBucketCommand({ Bucket: 'hollow-bucket' }));
    mkdirSync(join(dirname(endpoint.file('')), 'hollow-bucket/a/b'), { recursive: true });
    await endpoint.client.send(new DeleteBucketCommand({ Bucket: 'hollow-bucket' }));
  });
});

describe('the marker of a folder is the folder', () => {
  test('with nothing in it or beside it; it stays when its objects go', async () => {
    await put('marked/', '');
    await put('marked/a', 'x');
    await remove('marked/a');
    expect([existsSync(endpoint.file('marked')), readdirSync(endpoint.file('marked'))]).toEqual([true, []]);
    expect(await list('marked')).toEqual([['marked/', md5(''), 0]]);
    const bucketOf = new DeleteBucketCommand({ Bucket });
    expect(await failure(endpoint.client.send(bucketOf))).toBe('409 BucketNotEmpty');
    await remove('marked/');
    expect(existsSync(endpoint.file('marked'))).toBe(false);
  });

  test('is gone when the folder is deleted by hand', async () => {
    await put('by-hand-folder/', '');
    rmSync(endpoint.file('by-hand-folder'), { recursive: true });
    expect(await failure(head('by-hand-folder/'))).toBe('404 NotFound');
    expect(await list('by-hand-folder')).toEqual([]);
  });

  test('and an object of that name refuse each other', async () => {
    await put('either/', '');
    expect(await failure(put('either', 'x'))).toBe('400 UnsupportedKey');
    await put('other', 'x');
    expect(await failure(put('other/', ''))).toBe('400 UnsupportedKey');
    expect(await list('other')).toEqual([['other', md5('x'), 1]]);
    expect(await list('either')).toEqual([['either/', md5(''), 0]]);
  });
});

describe('symbolic links are not followed', () => {
  test('neither to files nor through folders, in or out', async () => {
    writeFileSync(join(endpoint.folder, 'outside'), 'secret');
    mkdirSync(join(endpoint.folder, 'outside-folder'));
    writeFileSync(join(endpoint.folder, 'outside-folder/x'), 'secret');
    symlinkSync(join(endpoint.folder, 'outside'), endpoint.file('link'));
    symlinkSync(join(endpoint.folder, 'outside-folder'), endpoint.file('link-folder'));
    expect(await failure(head('link'))).toBe('404 NotFound');
    expect(await failure(head('link-folder/x'))).toBe('404 NotFound');
    expect(await list('link')).toEqual([]);
    expect(await list('link-folder/')).toEqual([]);
    mkdirSync(join(endpoint.folder, 'outside-folder/sub'));
    writeFileSync(join(endpoint.folder, 'outside-folder/sub/y'), 'secret');
    const inside = new ListObjectsV2Command({ Bucket, Prefix: 'link-folder/', Delimiter: '/' });
    expect((await endpoint.client.send(inside)).KeyCount).toBe(0);
    expect(await failure(put('link-folder/y', 'x'))).toBe('400 UnsupportedKey');
    await remove('link-folder/x');
    expect(readdirSync(join(endpoint.folder, 'outside-folder'))).toEqual(['sub', 'x']);
  });
});

describe('keys that files cannot hold are refused', () => {
  const unsupported = [
    'a//b',
    '/a',
    'a//',
    '/',
    '.',
    '..',
    'a/./b',
    'a/../b',
    '../x',
    'a/..',
    `${'x'.repeat(256)}`,
    'a\0b',
  ];
  test.each(unsupported)('%j', async (key) => {
    const path = `/${Bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
    for (const method of ['PUT', 'GET', 'DELETE']) {
      const answer = await rawRequest(endpoint.url, method, path, { body: method === 'PUT' ? 'x' : undefined });
      expect(codeOf(answer)).toBe('400 UnsupportedKey');
      expect(answer.body).toContain('local S3 endpoint keeps objects as plain files');
    }
  });

  test('content under a key that is a folder', async () => {
    expect(await failure(put('content/', 'x'))).toBe('400 UnsupportedKey');
    expect(await list('content')).toEqual([]);
  });

  test('a key over 1,024 bytes', async () => {
    expect(await failure(put(`${'k/'.repeat(512)}x`, 'x'))).toBe('400 KeyTooLongError');
  });

  test('an object as the folder of another, both ways', async () => {
    await put('tree', 'x');
    const records = () => readdirSync(join(endpoint.folder, 's3-meta', Bucket)).length;
    const before = records();
    expect(await failure(put('tree/leaf', 'x'))).toBe('400 UnsupportedKey');
    expect(await failure(put('tree/deep/leaf', 'x'))).toBe('400 UnsupportedKey');
    expect(await failure(head('tree/leaf'))).toBe('404 NotFound');
    expect(records()).toBe(before);
    await put('wood/leaf', 'x');
    expect(await failure(put('wood', 'x'))).toBe('400 UnsupportedKey');
    const onlyNew = new PutObjectCommand({ Bucket, Key: 'wood', Body: 'x', IfNoneMatch: '*' });
    expect(await failure(endpoint.client.send(onlyNew))).toBe('400 UnsupportedKey');
    expect(await failure(head('wood'))).toBe('404 NotFound');
    await remove('wood');
    expect(await list('wood')).toHaveLength(1);
  });
});

describe('no request leaves its bucket', () => {
  const paths = [
    '/paylake-test/../outside-object',
    '/paylake-test/%2e%2e/outside-object',
    '/paylake-test/..%2foutside-object',
    '/paylake-test/a/%2e%2e/%2e%2e/outside-object',
    '/paylake-test/%2e%2e%2foutside-object',
    '/../outside-object',
    '/%2e%2e/outside-object',
    '/..%2f..%2foutside-object',
    '//outside-object',
    '/.%00/x',
    '/paylake-test/%c0%ae%c0%ae/x',
    '/paylake-test/..%5coutside-object/..',
    '/s3-meta/x',
    '/./paylake-test/x',
    '/paylake-test%2f..%2f..%2fx/y',
  ];
  test.each(paths)('%s', async (path) => {
    const answers = [
      await rawRequest(endpoint.url, 'PUT', path, { body: 'x' }),
      await rawRequest(endpoint.url, 'GET', path),
      await rawRequest(endpoint.url, 'DELETE', path),
    ];
    for (const answer of answers)
      expect(codeOf(answer)).toMatch(/^(400 (UnsupportedKey|InvalidBucketName|InvalidURI)|404 NoSuchBucket)$/);
    expect(readdirSync(endpoint.folder).filter((name) => name.includes('object'))).toEqual([]);
  });

  test('nor does a copy source, a prefix, an upload id', async () => {
    const copy = { 'x-amz-copy-source': `/${Bucket}/../../outside` };
    expect(codeOf(await rawRequest(endpoint.url, 'PUT', `/${Bucket}/x`, { headers: copy }))).toBe('400 UnsupportedKey');
    const bucketCopy = { 'x-amz-copy-source': '../outside' };
    expect(codeOf(await rawRequest(endpoint.url, 'PUT', `/${Bucket}/x`, { headers: bucketCopy }))).toBe(
      '400 InvalidBucketName',
    );
    for (const prefix of ['../', '../../', 'a/../../', '/', './', '%00/']) {
      const answer = await rawRequest(endpoint.url, 'GET', `/${Bucket}?list-type=2&prefix=${prefix}`);
      expect(answer.body).toContain('<KeyCount>0</KeyCount>');
    }
    const outside = join(endpoint.folder, 'outside-upload');
    mkdirSync(outside);
    writeFileSync(
      join(outside, 'upload.json'),
      JSON.stringify({ id: '../../outside-upload', bucket: Bucket, key: 'x' }),
    );
    const abort = await rawRequest(endpoint.url, 'DELETE', `/${Bucket}/x?uploadId=../../outside-upload`);
    expect([codeOf(abort), existsSync(outside)]).toEqual(['404 NoSuchUpload', true]);
  });
});
