import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { failure, using } from '../s3-helpers.ts';
import type { ConformanceCheck } from './check.ts';

/** Buckets, and what an endpoint may leave out if it says so. */
export const bucketChecks: readonly ConformanceCheck[] = [
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
    name: 'a bucket that never had versions says nothing of them',
    async run(client, bucket) {
      const { $metadata: _, ...versioning } = await client.send(new GetBucketVersioningCommand({ Bucket: bucket }));
      assert.deepEqual(versioning, {});
      const absent = new GetBucketVersioningCommand({ Bucket: `${bucket}-absent` });
      assert.equal(await failure(client.send(absent)), '404 NoSuchBucket');
    },
  },
  {
    name: 'names that no bucket can have are refused',
    async run(client) {
      const names = ['a..b', '192.168.5.123', 'ab', 'Upper', 'under_score', '-dash', 'dash-', 'xn--a', 'a-s3alias'];
      for (const Bucket of names) {
        const refused = await failure(client.send(new CreateBucketCommand({ Bucket })));
        assert.equal(refused, '400 InvalidBucketName', Bucket);
      }
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
