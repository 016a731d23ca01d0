import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { crc32Base64, failure, md5, mib, noise, using } from '../s3-helpers.ts';
import type { ConformanceCheck } from './check.ts';

/** Multipart uploads. */
export const multipartChecks: readonly ConformanceCheck[] = [
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
    name: 'an object of parts is read part by part',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const bodies = [noise(5 * mib, 'one'), noise(1000, 'two')];
      const upload = await s3.startUpload('by-part');
      const parts = [];
      for (const [at, body] of bodies.entries()) parts.push(await upload.part(at + 1, body));
      const { ETag } = await upload.complete(parts);
      for (const [at, body] of bodies.entries()) {
        const part = await s3.get('by-part', { PartNumber: at + 1 });
        assert.deepEqual(Buffer.from((await part.Body?.transformToByteArray()) ?? []), body);
        assert.deepEqual([part.$metadata.httpStatusCode, part.PartsCount, part.ETag], [206, 2, ETag]);
      }
      const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'by-part', PartNumber: 2 }));
      const range = `bytes ${5 * mib}-${5 * mib + 999}/${5 * mib + 1000}`;
      assert.deepEqual([head.ContentLength, head.ContentRange, head.PartsCount], [1000, range, 2]);
      assert.equal(await failure(s3.get('by-part', { PartNumber: 3 })), '416 InvalidPartNumber');
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
];
