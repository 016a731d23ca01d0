import assert from 'node:assert/strict';
import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { failure, using } from '../s3-helpers.ts';
import type { ConformanceCheck } from './check.ts';

/** CopyObject. */
export const copyChecks: readonly ConformanceCheck[] = [
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
];
