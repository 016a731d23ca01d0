import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { CopyObjectCommand, DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { failure, md5, noise, using } from '../s3-helpers.ts';
import type { ConformanceCheck } from './check.ts';

/** Whole objects: put, get, head, ranges, conditions on reads, odd keys. */
export const objectChecks: readonly ConformanceCheck[] = [
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
    name: 'metadata beyond ASCII comes back as RFC 2047 has it, byte by byte',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      // Before a Buffer Node sends headers as Latin-1: these are the bytes of a client that sends UTF-8.
      const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
      const Metadata = { name: utf8('Miniö'), text: utf8('ÄMÄZÕÑ S3'), plain: 'a=b c?' };
      await s3.put('metadata', Buffer.from('x'), { Metadata });
      const expected = {
        name: '=?UTF-8?Q?Mini=C3=83=C2=B6?=',
        text: '=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=',
        plain: 'a=b c?',
      };
      assert.deepEqual((await s3.head('metadata')).Metadata, expected);
      const CopySource = `${bucket}/metadata`;
      await client.send(new CopyObjectCommand({ Bucket: bucket, Key: 'metadata-copy', CopySource }));
      assert.deepEqual((await s3.head('metadata-copy')).Metadata, expected);
    },
  },
  {
    name: 'an object that was put whole is its own part 1',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      await s3.put('part-of-one', '0123456789');
      const part = await s3.get('part-of-one', { PartNumber: 1 });
      assert.equal(await part.Body?.transformToString(), '0123456789');
      assert.deepEqual([part.ContentRange, part.PartsCount], ['bytes 0-9/10', undefined]);
      assert.equal(await failure(s3.get('part-of-one', { PartNumber: 2 })), '416 InvalidPartNumber');
      assert.equal(await failure(s3.get('part-of-one', { PartNumber: 0 })), '400 InvalidArgument');
      assert.equal(await failure(s3.get('part-of-one', { PartNumber: 1, Range: 'bytes=0-1' })), '400 InvalidRequest');
      await s3.put('part-of-none', Buffer.alloc(0));
      assert.equal((await s3.bytes('part-of-none', { PartNumber: 1 })).length, 0);
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
    name: 'odd keys: put, get, head, list, copy, delete',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const keys = [
        'p_txn_date=2026-01-01/p_mcc=m5411/part-0000.parquet',
        'p_symbol=s-ETH%2FUSDT/part-0000.parquet',
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
];
