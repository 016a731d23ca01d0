import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ChecksumAlgorithm, GetObjectAttributesCommand } from '@aws-sdk/client-s3';
import { crc32Base64, failure, noise, using } from '../s3-helpers.ts';
import type { ConformanceCheck } from './check.ts';

/** Digests: refused where wrong, kept and shown where right. */
export const integrityChecks: readonly ConformanceCheck[] = [
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
];
