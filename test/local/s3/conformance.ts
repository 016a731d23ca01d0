import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import {
  AbortMultipartUploadCommand,
  ChecksumAlgorithm,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListPartsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

/** One thing AWS S3 does, as a program that fails where an endpoint does otherwise. Keys begin with the name's number. */
export type ConformanceCheck = { name: string; run(client: S3Client, bucket: string): Promise<void> };

const mib = 1024 * 1024;

/** Bytes that look random and are the same every time. */
export function noise(size: number, seed = 'noise'): Buffer {
  const block = createHash('sha512').update(seed).digest();
  return Buffer.alloc(size, Buffer.concat(Array.from({ length: 97 }, (_, i) => block.subarray(i % 64))));
}

/** The error of a promise that must fail, as `status Code`. */
export async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return `${$metadata?.httpStatusCode} ${name}`;
  }
  return 'no error';
}

function md5(bytes: Buffer | string): string {
  return createHash('md5').update(bytes).digest('hex');
}

function crc32Base64(bytes: Buffer): string {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(crc32(bytes));
  return out.toString('base64');
}

/** The few calls that most checks are made of. */
function using(client: S3Client, Bucket: string) {
  return {
    put: (Key: string, Body: PutObjectCommandInput['Body'], more: Partial<PutObjectCommandInput> = {}) =>
      client.send(new PutObjectCommand({ Bucket, Key, Body, ...more })),
    get: (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
      client.send(new GetObjectCommand({ Bucket, Key, ...more })),
    async bytes(Key: string, more: Partial<GetObjectCommandInput> = {}): Promise<Buffer> {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...more }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    head: (Key: string) => client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' })),
    remove: (Key: string, IfMatch?: string) => client.send(new DeleteObjectCommand({ Bucket, Key, IfMatch })),
    async list(more: Partial<ListObjectsV2CommandInput>): Promise<string[]> {
      const page = await client.send(new ListObjectsV2Command({ Bucket, ...more }));
      return [
        ...(page.Contents ?? []).map(({ Key = '' }) => Key),
        ...(page.CommonPrefixes ?? []).map((p) => p.Prefix ?? ''),
      ];
    },
    async startUpload(Key: string, more: { ChecksumAlgorithm?: ChecksumAlgorithm; ChecksumType?: 'FULL_OBJECT' } = {}) {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
      assert.ok(UploadId);
      return {
        UploadId,
        async part(PartNumber: number, Body: Buffer): Promise<CompletedPart> {
          const command = new UploadPartCommand({
            Bucket,
            Key,
            UploadId,
            PartNumber,
            Body,
            ChecksumAlgorithm: more.ChecksumAlgorithm,
          });
          const { $metadata: _, ...part } = await client.send(command);
          return { ...part, PartNumber };
        },
        complete: (Parts: CompletedPart[], conditions: { IfNoneMatch?: string; IfMatch?: string } = {}) =>
          client.send(
            new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...conditions }),
          ),
        abort: () => client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })),
      };
    },
  };
}

/** Holds any S3 endpoint against AWS; each check works under its own prefix of one bucket. */
export const conformanceChecks: readonly ConformanceCheck[] = [
  {
    name: 'put string, get it back with type and length',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const { ETag } = await s3.put('put-string', 'héllo 한글', { ContentType: 'text/plain' });
      assert.equal(ETag, `"${md5('héllo 한글')}"`);
      const got = await s3.get('put-string');
      assert.equal(await got.Body?.transformToString(), 'héllo 한글');
      assert.deepEqual([got.ContentType, got.ContentLength, got.ETag], ['text/plain', 13, ETag]);
    },
  },
  {
    name: 'put Buffer',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      await s3.put('put-buffer', noise(70_000));
      assert.deepEqual(await s3.bytes('put-buffer'), noise(70_000));
    },
  },
  {
    name: 'put stream (aws-chunked with trailing checksum) keeps the bytes',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const body = noise(200_000);
      const pieces = [0, 65_536, 131_072, 196_608].map((at) => body.subarray(at, at + 65_536));
      await s3.put('put-stream', Readable.from(pieces, { objectMode: false }), { ContentLength: body.length });
      assert.deepEqual(await s3.bytes('put-stream'), body);
      assert.equal((await s3.head('put-stream')).ContentEncoding, undefined);
    },
  },
  {
    name: 'empty object',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      await s3.put('empty', Buffer.alloc(0));
      assert.equal((await s3.bytes('empty')).length, 0);
      assert.equal((await s3.head('empty')).ContentLength, 0);
    },
  },
  {
    name: 'overwrite is seen at once by get, head and list',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      for (const body of ['one', 'second', 'x']) {
        const { ETag } = await s3.put('overwrite/a', body);
        assert.equal((await s3.bytes('overwrite/a')).toString(), body);
        assert.equal((await s3.head('overwrite/a')).ETag, ETag);
        const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'overwrite/' }));
        assert.deepEqual(
          page.Contents?.map((entry) => [entry.ETag, entry.Size]),
          [[ETag, body.length]],
        );
      }
    },
  },
  {
    name: 'head shows length, type, ETag, date and metadata',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const before = Date.now() - 2000;
      await s3.put('head', 'abc', {
        Metadata: { run: 'r-1', note: 'a b' },
        CacheControl: 'max-age=60',
        ContentDisposition: 'attachment; filename="x.csv"',
        ContentEncoding: 'gzip',
        ContentLanguage: 'ko',
      });
      const head = await s3.head('head');
      assert.deepEqual(head.Metadata, { run: 'r-1', note: 'a b' });
      assert.deepEqual(
        [head.ContentLength, head.CacheControl, head.ContentDisposition, head.ContentEncoding, head.ContentLanguage],
        [3, 'max-age=60', 'attachment; filename="x.csv"', 'gzip', 'ko'],
      );
      assert.ok((head.LastModified?.getTime() ?? 0) >= before);
    },
  },
  {
    name: 'absent key and absent bucket have their own errors',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      assert.equal(await failure(s3.get('no-such-key')), '404 NoSuchKey');
      assert.equal(await failure(s3.head('no-such-key')), '404 NotFound');
      const absent = using(client, `${bucket}-absent`);
      assert.equal(await failure(absent.get('k')), '404 NoSuchBucket');
      assert.equal(await failure(absent.put('k', 'x')), '404 NoSuchBucket');
      assert.equal(await failure(absent.list({})), '404 NoSuchBucket');
      assert.equal(await failure(absent.remove('k')), '404 NoSuchBucket');
    },
  },
  {
    name: 'ranges: middle, open, suffix, beyond the end',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      await s3.put('range', '0123456789');
      const part = await s3.get('range', { Range: 'bytes=2-4' });
      assert.deepEqual(
        [part.$metadata.httpStatusCode, part.ContentRange, part.ContentLength],
        [206, 'bytes 2-4/10', 3],
      );
      assert.equal(await part.Body?.transformToString(), '234');
      for (const [Range, expected] of [
        ['bytes=7-', '789'],
        ['bytes=-3', '789'],
        ['bytes=8-99', '89'],
        ['bytes=-99', '0123456789'],
      ]) {
        assert.equal((await s3.bytes('range', { Range })).toString(), expected);
      }
      assert.equal(await failure(s3.get('range', { Range: 'bytes=10-' })), '416 InvalidRange');
    },
  },
  {
    name: 'conditional get: 304 and 412',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const { ETag } = await s3.put('conditional-get', 'abc');
      const past = new Date(Date.now() - 86_400_000);
      const future = new Date(Date.now() + 86_400_000);
      assert.match(await failure(s3.get('conditional-get', { IfNoneMatch: ETag })), /^304/);
      assert.match(await failure(s3.get('conditional-get', { IfModifiedSince: future })), /^304/);
      assert.equal(await failure(s3.get('conditional-get', { IfMatch: '"other"' })), '412 PreconditionFailed');
      assert.equal(await failure(s3.get('conditional-get', { IfUnmodifiedSince: past })), '412 PreconditionFailed');
      // AWS: a matching ETag outweighs the date, both ways.
      assert.equal((await s3.bytes('conditional-get', { IfMatch: ETag, IfUnmodifiedSince: past })).toString(), 'abc');
      assert.match(await failure(s3.get('conditional-get', { IfNoneMatch: ETag, IfModifiedSince: past })), /^304/);
    },
  },
  {
    name: 'response header overrides',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      await s3.put('overrides', 'abc', { ContentType: 'text/csv' });
      const got = await s3.get('overrides', {
        ResponseContentType: 'text/plain',
        ResponseContentDisposition: 'inline',
      });
      await got.Body?.transformToString();
      assert.deepEqual([got.ContentType, got.ContentDisposition], ['text/plain', 'inline']);
    },
  },
  {
    name: 'copy keeps bytes and metadata',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const { ETag } = await s3.put('copy/source +é', 'abc', { Metadata: { a: '1' }, ContentType: 'text/csv' });
      const CopySource = `${bucket}/${encodeURIComponent('copy/source +é')}`;
      const copy = await client.send(new CopyObjectCommand({ Bucket: bucket, Key: 'copy/target', CopySource }));
      assert.equal(copy.CopyObjectResult?.ETag, ETag);
      const head = await s3.head('copy/target');
      assert.deepEqual([head.Metadata, head.ContentType], [{ a: '1' }, 'text/csv']);
      assert.equal((await s3.bytes('copy/target')).toString(), 'abc');
      const absent = { Bucket: bucket, Key: 'copy/x', CopySource: `${bucket}/copy/absent` };
      assert.equal(await failure(client.send(new CopyObjectCommand(absent))), '404 NoSuchKey');
    },
  },
  {
    name: 'copy with replaced metadata, onto itself too; refused where nothing changes',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      await s3.put('copy-replace', 'abc', { Metadata: { a: '1' } });
      const self = { Bucket: bucket, Key: 'copy-replace', CopySource: `${bucket}/copy-replace` };
      assert.equal(await failure(client.send(new CopyObjectCommand(self))), '400 InvalidRequest');
      await client.send(new CopyObjectCommand({ ...self, MetadataDirective: 'REPLACE', Metadata: { b: '2' } }));
      assert.deepEqual((await s3.head('copy-replace')).Metadata, { b: '2' });
      assert.equal((await s3.bytes('copy-replace')).toString(), 'abc');
    },
  },
  {
    name: 'copy conditions on the source',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const { ETag } = await s3.put('copy-if/source', 'abc');
      const to = { Bucket: bucket, Key: 'copy-if/target', CopySource: `${bucket}/copy-if/source` };
      const copy = (more: object) => client.send(new CopyObjectCommand({ ...to, ...more }));
      assert.equal(await failure(copy({ CopySourceIfMatch: '"x"' })), '412 PreconditionFailed');
      assert.equal(await failure(copy({ CopySourceIfNoneMatch: ETag })), '412 PreconditionFailed');
      await copy({ CopySourceIfMatch: ETag });
    },
  },
  {
    name: 'copy If-None-Match on the target',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      await s3.put('copy-if-none/source', 'abc');
      const to = { Bucket: bucket, Key: 'copy-if-none/target', CopySource: `${bucket}/copy-if-none/source` };
      await client.send(new CopyObjectCommand({ ...to, IfNoneMatch: '*' }));
      assert.equal(
        await failure(client.send(new CopyObjectCommand({ ...to, IfNoneMatch: '*' }))),
        '412 PreconditionFailed',
      );
    },
  },
  {
    name: 'object tagging works, or is refused loudly',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      await s3.put('tagging', 'abc');
      const TagSet = [{ Key: 'a', Value: '1' }];
      const put = client.send(new PutObjectTaggingCommand({ Bucket: bucket, Key: 'tagging', Tagging: { TagSet } }));
      const refused = await failure(put);
      if (refused !== 'no error') {
        assert.equal(refused, '501 NotImplemented');
        assert.equal((await s3.bytes('tagging')).toString(), 'abc');
        return;
      }
      const got = await client.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: 'tagging' }));
      assert.deepEqual(got.TagSet, TagSet);
    },
  },
  {
    name: 'bucket configuration works, or is refused loudly',
    async run(client, bucket) {
      const refused = await failure(client.send(new GetBucketVersioningCommand({ Bucket: bucket })));
      assert.match(refused, /^(no error|501 NotImplemented)$/);
    },
  },
  {
    name: 'odd keys: put, get, head, list, copy, delete',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const keys = [
        'txn_date=2026-01-01/mcc=5411/part-0000.parquet',
        'a+b',
        '100%',
        '%41',
        'é',
        'e\u0301',
        "it's",
        '(x)',
        'a & b',
        'x?y',
        'x#y',
        '~home',
        '한글/파일',
        '🙂/🇰🇷',
        'a;b,c:d@e$f',
        '<&>"',
        'tab\there',
        '*!',
        '[x]{y}|z^`',
        'back\\slash',
        '...',
        '.hidden',
        'a.',
        ' lead',
        'trail ',
      ].map((key) => `odd/${key}`);
      for (const key of keys) await s3.put(key, key);
      assert.deepEqual((await s3.list({ Prefix: 'odd/' })).toSorted(), keys.toSorted());
      assert.deepEqual((await s3.list({ Prefix: 'odd/', EncodingType: 'url' })).length, keys.length);
      for (const key of keys) {
        assert.equal((await s3.bytes(key)).toString(), key);
        assert.equal((await s3.head(key)).ContentLength, Buffer.byteLength(key));
        const CopySource = `${bucket}/${encodeURIComponent(key)}`;
        await client.send(new CopyObjectCommand({ Bucket: bucket, Key: `${key}.copy`, CopySource }));
        await s3.remove(key);
        assert.equal(await failure(s3.head(key)), '404 NotFound');
      }
      const Objects = keys.map((key) => ({ Key: `${key}.copy` }));
      const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
      assert.equal(Deleted?.length, keys.length);
      assert.deepEqual(await s3.list({ Prefix: 'odd/' }), []);
    },
  },
  {
    name: 'list in pages',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const keys = Array.from({ length: 25 }, (_, i) => `pages/${i % 3}/k-${String(i).padStart(2, '0')}`);
      await Promise.all(keys.map((key) => s3.put(key, 'x')));
      const seen: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page: {
          Contents?: { Key?: string }[];
          NextContinuationToken?: string;
          IsTruncated?: boolean;
          KeyCount?: number;
        } = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: 'pages/', MaxKeys: 7, ContinuationToken }),
        );
        seen.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
        assert.equal(page.IsTruncated, page.NextContinuationToken !== undefined);
        assert.equal(page.KeyCount, page.Contents?.length);
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      assert.deepEqual(seen, keys.toSorted());
    },
  },
  {
    name: 'list with prefix, with StartAfter, with MaxKeys 0',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      for (const key of ['list/a', 'list/ab', 'list/b/c', 'listing']) await s3.put(key, 'x');
      assert.deepEqual(await s3.list({ Prefix: 'list/a' }), ['list/a', 'list/ab']);
      assert.deepEqual(await s3.list({ Prefix: 'list', StartAfter: 'list/ab' }), ['list/b/c', 'listing']);
      assert.deepEqual(await s3.list({ Prefix: 'list/none' }), []);
      assert.deepEqual(await s3.list({ Prefix: 'list', MaxKeys: 0 }), []);
    },
  },
  {
    name: 'list with delimiter, in pages',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      for (const key of ['delim/a', 'delim/b/1', 'delim/b/2', 'delim/c-1', 'delim/d/e/f']) await s3.put(key, 'x');
      assert.deepEqual(await s3.list({ Prefix: 'delim/', Delimiter: '/' }), [
        'delim/a',
        'delim/c-1',
        'delim/b/',
        'delim/d/',
      ]);
      assert.deepEqual(await s3.list({ Prefix: 'delim/', Delimiter: '-' }), [
        'delim/a',
        'delim/b/1',
        'delim/b/2',
        'delim/d/e/f',
        'delim/c-',
      ]);
      assert.deepEqual(await s3.list({ Prefix: 'delim/b', Delimiter: '/' }), ['delim/b/']);
      const first = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: 'delim/', Delimiter: '/', MaxKeys: 2 }),
      );
      assert.deepEqual([first.Contents?.length, first.CommonPrefixes?.length, first.KeyCount], [1, 1, 2]);
      const rest = await s3.list({ Prefix: 'delim/', Delimiter: '/', ContinuationToken: first.NextContinuationToken });
      assert.deepEqual(rest, ['delim/c-1', 'delim/d/']);
    },
  },
  {
    name: 'list order is UTF-8 byte order across folders',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const keys = ['a-b', 'a/b', 'a0', 'ab', 'a/c', 'a.txt', 'B', 'é', '한', '\uffee', '🙂', 'a/b-c', 'z'].map(
        (key) => `order/${key}`,
      );
      for (const key of keys) await s3.put(key, 'x');
      const expected = keys.toSorted((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)));
      assert.deepEqual(await s3.list({ Prefix: 'order/' }), expected);
    },
  },
  {
    name: 'list, first version, with markers',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      for (const key of ['v1/a', 'v1/b/1', 'v1/b/2', 'v1/c']) await s3.put(key, 'x');
      const first = await client.send(
        new ListObjectsCommand({ Bucket: bucket, Prefix: 'v1/', Delimiter: '/', MaxKeys: 2 }),
      );
      assert.deepEqual([first.IsTruncated, first.NextMarker], [true, 'v1/b/']);
      const rest = await client.send(
        new ListObjectsCommand({ Bucket: bucket, Prefix: 'v1/', Delimiter: '/', Marker: first.NextMarker }),
      );
      assert.deepEqual(
        rest.Contents?.map(({ Key }) => Key),
        ['v1/c'],
      );
      assert.equal(rest.CommonPrefixes, undefined);
    },
  },
  {
    name: 'delete is idempotent',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      await s3.put('delete', 'x');
      assert.equal((await s3.remove('delete')).$metadata.httpStatusCode, 204);
      assert.equal((await s3.remove('delete')).$metadata.httpStatusCode, 204);
      assert.equal(await failure(s3.get('delete')), '404 NoSuchKey');
    },
  },
  {
    name: 'conditional delete: 412, 404, 204',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const { ETag } = await s3.put('conditional-delete', 'x');
      assert.equal(await failure(s3.remove('conditional-delete', '"other"')), '412 PreconditionFailed');
      await s3.remove('conditional-delete', ETag);
      assert.equal(await failure(s3.remove('conditional-delete', ETag)), '404 NoSuchKey');
    },
  },
  {
    name: 'batch delete, loud and quiet',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const keys = ['batch/a', 'batch/b&<>', 'batch/c'];
      for (const key of keys) await s3.put(key, 'x');
      const Objects = [...keys, 'batch/never-there'].map((Key) => ({ Key }));
      const loud = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
      assert.deepEqual(
        loud.Deleted?.map(({ Key }) => Key),
        [...keys, 'batch/never-there'],
      );
      await s3.put('batch/a', 'x');
      const quiet = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }));
      assert.deepEqual([quiet.Deleted, quiet.Errors], [undefined, undefined]);
      assert.deepEqual(await s3.list({ Prefix: 'batch/' }), []);
    },
  },
  {
    name: 'batch delete with ETag conditions',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const { ETag } = await s3.put('batch-if/a', 'x');
      await s3.put('batch-if/b', 'x');
      const Objects = [
        { Key: 'batch-if/a', ETag },
        { Key: 'batch-if/b', ETag: '"other"' },
      ];
      const result = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
      assert.deepEqual(
        result.Deleted?.map(({ Key }) => Key),
        ['batch-if/a'],
      );
      assert.deepEqual(
        result.Errors?.map(({ Key, Code }) => [Key, Code]),
        [['batch-if/b', 'PreconditionFailed']],
      );
    },
  },
  {
    name: 'put If-None-Match: only the first',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      await s3.put('if-none-match', 'first', { IfNoneMatch: '*' });
      assert.equal(await failure(s3.put('if-none-match', 'second', { IfNoneMatch: '*' })), '412 PreconditionFailed');
      assert.equal((await s3.bytes('if-none-match')).toString(), 'first');
      await s3.remove('if-none-match');
      await s3.put('if-none-match', 'third', { IfNoneMatch: '*' });
    },
  },
  {
    name: 'put If-Match: only over the version named; 404 without an object',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      assert.equal(await failure(s3.put('if-match', 'x', { IfMatch: '"x"' })), '404 NoSuchKey');
      const { ETag } = await s3.put('if-match', 'first');
      await s3.put('if-match', 'second', { IfMatch: ETag });
      assert.equal(await failure(s3.put('if-match', 'third', { IfMatch: ETag })), '412 PreconditionFailed');
      assert.equal((await s3.bytes('if-match')).toString(), 'second');
    },
  },
  {
    name: 'racing conditional puts have one winner',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const race = async (round: string, more: Partial<PutObjectCommandInput>): Promise<string> => {
        const bodies = Array.from({ length: 12 }, (_, i) => `${round} writer ${i}`);
        const results = await Promise.all(bodies.map((body) => failure(s3.put('race', body, more))));
        const winners = bodies.filter((_, i) => results[i] === 'no error');
        assert.equal(winners.length, 1);
        assert.ok(
          results.every((result) => /^(no error|412 PreconditionFailed|409 ConditionalRequestConflict)$/.test(result)),
        );
        assert.equal((await s3.bytes('race')).toString(), winners[0]);
        return winners[0] ?? '';
      };
      const first = await race('first', { IfNoneMatch: '*' });
      await race('second', { IfMatch: `"${md5(first)}"` });
    },
  },
  {
    name: 'wrong CRC32 is rejected and leaves nothing',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const put = s3.put('wrong-crc', 'abc', { ChecksumCRC32: 'AAAAAA==' });
      assert.match(await failure(put), /^400 (BadDigest|InvalidRequest)$/);
      assert.equal(await failure(s3.head('wrong-crc')), '404 NotFound');
    },
  },
  {
    name: 'wrong Content-MD5 is rejected and leaves the old object',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      await s3.put('wrong-md5', 'old');
      const ContentMD5 = createHash('md5').update('other').digest('base64');
      assert.equal(await failure(s3.put('wrong-md5', 'new', { ContentMD5 })), '400 BadDigest');
      assert.equal((await s3.bytes('wrong-md5')).toString(), 'old');
    },
  },
  {
    name: 'checksum is returned by put and head',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const body = noise(5000);
      const put = await s3.put('checksum-head', body);
      const head = await s3.head('checksum-head');
      const expected = [crc32Base64(body), 'FULL_OBJECT'];
      assert.deepEqual([put.ChecksumCRC32, put.ChecksumType], expected);
      assert.deepEqual([head.ChecksumCRC32, head.ChecksumType], expected);
    },
  },
  {
    name: 'every checksum algorithm, from a Buffer and from a stream',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const body = noise(20_000);
      const fields = {
        CRC32: 'ChecksumCRC32',
        CRC32C: 'ChecksumCRC32C',
        CRC64NVME: 'ChecksumCRC64NVME',
        SHA1: 'ChecksumSHA1',
        SHA256: 'ChecksumSHA256',
      } as const;
      for (const algorithm of [
        ChecksumAlgorithm.CRC32,
        ChecksumAlgorithm.CRC32C,
        ChecksumAlgorithm.CRC64NVME,
        ChecksumAlgorithm.SHA1,
        ChecksumAlgorithm.SHA256,
      ] as const) {
        const put = await s3.put(`algorithms/${algorithm}`, body, { ChecksumAlgorithm: algorithm });
        await s3.put(`algorithms/${algorithm}-stream`, Readable.from([body], { objectMode: false }), {
          ChecksumAlgorithm: algorithm,
          ContentLength: body.length,
        });
        const field = fields[algorithm];
        assert.ok(put[field]);
        assert.equal((await s3.head(`algorithms/${algorithm}-stream`))[field], put[field]);
        // The client verifies what it reads.
        assert.deepEqual(await s3.bytes(`algorithms/${algorithm}-stream`), body);
      }
    },
  },
  {
    name: 'GetObjectAttributes',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const { ETag } = await s3.put('attributes', 'abc');
      const got = await client.send(
        new GetObjectAttributesCommand({
          Bucket: bucket,
          Key: 'attributes',
          ObjectAttributes: ['ETag', 'Checksum', 'ObjectSize', 'StorageClass', 'ObjectParts'],
        }),
      );
      assert.deepEqual(
        [`"${got.ETag}"`, got.Checksum?.ChecksumCRC32, got.ObjectSize, got.StorageClass, got.ObjectParts],
        [ETag, crc32Base64(Buffer.from('abc')), 3, 'STANDARD', undefined],
      );
    },
  },
  {
    name: 'multipart, part by part: bytes, ETag, metadata',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const [one, two] = [noise(5 * mib, 'one'), noise(1000, 'two')];
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({
          Bucket: bucket,
          Key: 'multipart',
          ContentType: 'text/csv',
          Metadata: { a: '1' },
        }),
      );
      const at = { Bucket: bucket, Key: 'multipart', UploadId };
      const second = await client.send(new UploadPartCommand({ ...at, PartNumber: 7, Body: two }));
      const first = await client.send(new UploadPartCommand({ ...at, PartNumber: 2, Body: one }));
      assert.equal(await failure(s3.head('multipart')), '404 NotFound');
      const Parts = [
        { ...first, PartNumber: 2 },
        { ...second, PartNumber: 7 },
      ];
      const done = await client.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
      const etag = `"${createHash('md5').update(md5(one), 'hex').update(md5(two), 'hex').digest('hex')}-2"`;
      const head = await s3.head('multipart');
      assert.deepEqual([done.ETag, head.ETag], [etag, etag]);
      assert.deepEqual(
        [head.ContentType, head.Metadata, head.ContentLength],
        ['text/csv', { a: '1' }, one.length + two.length],
      );
      assert.deepEqual(await s3.bytes('multipart'), Buffer.concat([one, two]));
    },
  },
  {
    name: 'multipart by lib-storage, 12 MB stream',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const body = noise(12 * mib, 'lib-storage');
      const Body = Readable.from(
        body
          .toString('latin1')
          .match(/[\s\S]{1,100000}/g)
          ?.map((s) => Buffer.from(s, 'latin1')) ?? [],
      );
      await new Upload({ client, params: { Bucket: bucket, Key: 'lib-storage', Body } }).done();
      assert.deepEqual(await s3.bytes('lib-storage'), body);
      assert.match((await s3.head('lib-storage')).ETag ?? '', /-3"$/);
    },
  },
  {
    name: 'multipart checksums: composite',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const upload = await s3.startUpload('composite', { ChecksumAlgorithm: 'SHA256' });
      const parts = [await upload.part(1, noise(5 * mib)), await upload.part(2, noise(10))];
      await upload.complete(parts);
      const digests = [noise(5 * mib), noise(10)].map((bytes) => createHash('sha256').update(bytes).digest());
      const expected = `${createHash('sha256').update(Buffer.concat(digests)).digest('base64')}-2`;
      const head = await s3.head('composite');
      assert.deepEqual([head.ChecksumSHA256, head.ChecksumType], [expected, 'COMPOSITE']);
      const { ObjectParts } = await client.send(
        new GetObjectAttributesCommand({ Bucket: bucket, Key: 'composite', ObjectAttributes: ['ObjectParts'] }),
      );
      assert.deepEqual(
        [ObjectParts?.TotalPartsCount, ObjectParts?.Parts?.map((part) => [part.PartNumber, part.Size])],
        [
          2,
          [
            [1, 5 * mib],
            [2, 10],
          ],
        ],
      );
    },
  },
  {
    name: 'multipart checksums: of the full object',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const upload = await s3.startUpload('full-object', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
      await upload.complete([await upload.part(1, noise(5 * mib)), await upload.part(2, noise(10))]);
      const head = await s3.head('full-object');
      const expected = crc32Base64(Buffer.concat([noise(5 * mib), noise(10)]));
      assert.deepEqual([head.ChecksumCRC32, head.ChecksumType], [expected, 'FULL_OBJECT']);
    },
  },
  {
    name: 'multipart refusals: order, unknown part, wrong ETag, small part, nothing',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const upload = await s3.startUpload('refusals');
      const [one, two] = [await upload.part(1, Buffer.from('small')), await upload.part(2, Buffer.from('last'))];
      assert.equal(await failure(upload.complete([two, one])), '400 InvalidPartOrder');
      assert.equal(await failure(upload.complete([one, { ...two, PartNumber: 3 }])), '400 InvalidPart');
      assert.equal(await failure(upload.complete([{ ...one, ETag: two.ETag }])), '400 InvalidPart');
      assert.equal(await failure(upload.complete([one, two])), '400 EntityTooSmall');
      assert.match(await failure(upload.complete([])), /^400 /);
      await upload.complete([one]);
      assert.equal((await s3.bytes('refusals')).toString(), 'small');
    },
  },
  {
    name: 'multipart: the last upload of a part counts',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const upload = await s3.startUpload('part-again');
      const first = await upload.part(1, Buffer.from('first'));
      const again = await upload.part(1, Buffer.from('again'));
      assert.equal(await failure(upload.complete([first])), '400 InvalidPart');
      await upload.complete([again]);
      assert.equal((await s3.bytes('part-again')).toString(), 'again');
    },
  },
  {
    name: 'multipart abort',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const upload = await s3.startUpload('abort');
      const part = await upload.part(1, Buffer.from('x'));
      await upload.abort();
      assert.equal(await failure(upload.part(1, Buffer.from('x'))), '404 NoSuchUpload');
      assert.equal(await failure(upload.complete([part])), '404 NoSuchUpload');
      assert.equal(await failure(s3.head('abort')), '404 NotFound');
    },
  },
  {
    name: 'multipart complete can be repeated',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const upload = await s3.startUpload('complete-again');
      const part = await upload.part(1, Buffer.from('x'));
      const first = await upload.complete([part], { IfNoneMatch: '*' });
      const again = await upload.complete([part], { IfNoneMatch: '*' });
      assert.equal(again.ETag, first.ETag);
    },
  },
  {
    name: 'multipart complete If-None-Match and If-Match',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const { ETag } = await s3.put('complete-if', 'old');
      const upload = await s3.startUpload('complete-if');
      const part = await upload.part(1, Buffer.from('new'));
      assert.equal(await failure(upload.complete([part], { IfNoneMatch: '*' })), '412 PreconditionFailed');
      assert.equal(await failure(upload.complete([part], { IfMatch: '"other"' })), '412 PreconditionFailed');
      assert.equal((await s3.bytes('complete-if')).toString(), 'old');
      await upload.complete([part], { IfMatch: ETag });
      assert.equal((await s3.bytes('complete-if')).toString(), 'new');
    },
  },
  {
    name: 'ListMultipartUploads',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const uploads = [
        await s3.startUpload('uploads/b'),
        await s3.startUpload('uploads/a'),
        await s3.startUpload('uploads/c/d'),
      ];
      const list = async (more: object) => {
        const page = await client.send(
          new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: 'uploads/', ...more }),
        );
        return [
          ...(page.Uploads ?? []).map(({ Key }) => Key),
          ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
        ];
      };
      assert.deepEqual(await list({}), ['uploads/a', 'uploads/b', 'uploads/c/d']);
      assert.deepEqual(await list({ Delimiter: '/' }), ['uploads/a', 'uploads/b', 'uploads/c/']);
      assert.deepEqual(await list({ KeyMarker: 'uploads/a' }), ['uploads/b', 'uploads/c/d']);
      const first = await client.send(
        new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: 'uploads/', MaxUploads: 1 }),
      );
      assert.deepEqual([first.IsTruncated, first.NextKeyMarker], [true, 'uploads/a']);
      const next = { KeyMarker: first.NextKeyMarker, UploadIdMarker: first.NextUploadIdMarker };
      assert.deepEqual(await list(next), ['uploads/b', 'uploads/c/d']);
      for (const upload of uploads) await upload.abort();
      assert.deepEqual(await list({}), []);
    },
  },
  {
    name: 'ListParts, in pages',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const upload = await s3.startUpload('parts');
      for (const number of [3, 1, 2]) await upload.part(number, Buffer.from(`part ${number}`));
      const at = { Bucket: bucket, Key: 'parts', UploadId: upload.UploadId };
      const first = await client.send(new ListPartsCommand({ ...at, MaxParts: 2 }));
      assert.deepEqual(
        first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size]),
        [
          [1, 6],
          [2, 6],
        ],
      );
      assert.deepEqual([first.IsTruncated, first.NextPartNumberMarker], [true, '2']);
      const rest = await client.send(new ListPartsCommand({ ...at, PartNumberMarker: first.NextPartNumberMarker }));
      assert.deepEqual(
        rest.Parts?.map(({ ETag }) => ETag),
        [`"${md5('part 3')}"`],
      );
      await upload.abort();
    },
  },
  {
    name: 'UploadPartCopy, whole and by range',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      await s3.put('part-copy/source', '0123456789');
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'part-copy/target' }),
      );
      const at = { Bucket: bucket, Key: 'part-copy/target', UploadId };
      const copy = (CopySourceRange?: string) =>
        client.send(
          new UploadPartCopyCommand({
            ...at,
            PartNumber: 1,
            CopySource: `${bucket}/part-copy/source`,
            CopySourceRange,
          }),
        );
      assert.equal((await copy()).CopyPartResult?.ETag, `"${md5('0123456789')}"`);
      assert.match(await failure(copy('bytes=5-10')), /^4\d\d Invalid/);
      const { CopyPartResult } = await copy('bytes=2-4');
      const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag, ChecksumCRC32: CopyPartResult?.ChecksumCRC32 }];
      await client.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
      assert.equal((await s3.bytes('part-copy/target')).toString(), '234');
    },
  },
  {
    name: 'buckets: create, head, location, list, delete; not while an object is in it',
    async run(client, bucket) {
      const Bucket = `${bucket}-${randomBytes(3).toString('hex')}`;
      await client.send(new CreateBucketCommand({ Bucket }));
      await client.send(new HeadBucketCommand({ Bucket }));
      await client.send(new GetBucketLocationCommand({ Bucket }));
      const { Buckets } = await client.send(new ListBucketsCommand({}));
      assert.ok(Buckets?.some(({ Name }) => Name === Bucket));
      const s3 = using(client, Bucket);
      await s3.put('deep/down/object', 'x');
      assert.equal(await failure(client.send(new DeleteBucketCommand({ Bucket }))), '409 BucketNotEmpty');
      await s3.remove('deep/down/object');
      await client.send(new DeleteBucketCommand({ Bucket }));
      assert.match(await failure(client.send(new HeadBucketCommand({ Bucket }))), /^404/);
    },
  },
];
