import assert from 'node:assert/strict';
import { CopyObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { failure, md5, using } from '../s3-helpers.ts';
import type { ConformanceCheck } from './check.ts';

const nothing = Buffer.alloc(0);

/** Markers of folders: empty objects whose keys end in a slash, as consoles and file system layers write them. */
export const folderChecks: readonly ConformanceCheck[] = [
  {
    name: 'a folder marker is an empty object: put, head, get, delete',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      const { ETag } = await s3.put('marker/one/', nothing, { Metadata: { kind: 'folder' } });
      const head = await s3.head('marker/one/');
      assert.deepEqual([head.ContentLength, head.ETag, head.Metadata], [0, ETag, { kind: 'folder' }]);
      assert.equal(ETag, `"${md5('')}"`);
      assert.equal((await s3.bytes('marker/one/')).length, 0);
      assert.equal(await failure(s3.head('marker/one')), '404 NotFound');
      assert.equal(await failure(s3.put('marker/one/', nothing, { IfNoneMatch: '*' })), '412 PreconditionFailed');
      await s3.put('marker/one/', nothing, { IfMatch: ETag });
      await s3.remove('marker/one/');
      assert.equal(await failure(s3.head('marker/one/')), '404 NotFound');
      assert.deepEqual(await s3.list({ Prefix: 'marker/' }), []);
    },
  },
  {
    name: 'a folder marker stands before what is in its folder, and outlives it',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      for (const key of ['tree/', 'tree/sub/', 'tree/sub/b', 'tree/a', 'tree-a']) await s3.put(key, nothing);
      const all = ['tree-a', 'tree/', 'tree/a', 'tree/sub/', 'tree/sub/b'];
      assert.deepEqual(await s3.list({ Prefix: 'tree' }), all);
      assert.deepEqual(await s3.list({ Prefix: 'tree/', Delimiter: '/' }), ['tree/', 'tree/a', 'tree/sub/']);
      assert.deepEqual(await s3.list({ Prefix: 'tree/sub', Delimiter: '/' }), ['tree/sub/']);
      assert.deepEqual(await s3.list({ Prefix: 'tree', StartAfter: 'tree/' }), all.slice(2));
      assert.deepEqual(await s3.list({ Prefix: 'tree', StartAfter: 'tree/sub/' }), all.slice(4));
      assert.deepEqual(await s3.list({ Prefix: 'tree', MaxKeys: 2 }), all.slice(0, 2));
      for (const key of ['tree/sub/b', 'tree/a', 'tree-a']) await s3.remove(key);
      assert.deepEqual(await s3.list({ Prefix: 'tree' }), ['tree/', 'tree/sub/']);
      await s3.remove('tree/');
      assert.deepEqual(await s3.list({ Prefix: 'tree' }), ['tree/sub/']);
    },
  },
  {
    name: 'a folder marker goes without what is in its folder; it is copied and deleted in a batch',
    async run(client, bucket) {
      const s3 = using(client, bucket);
      for (const key of ['leaf/', 'leaf/a']) await s3.put(key, nothing);
      const CopySource = `${bucket}/leaf/`;
      await client.send(new CopyObjectCommand({ Bucket: bucket, Key: 'leaf-copy/', CopySource }));
      assert.deepEqual(await s3.list({ Prefix: 'leaf' }), ['leaf-copy/', 'leaf/', 'leaf/a']);
      const Objects = [{ Key: 'leaf/' }, { Key: 'leaf-copy/' }];
      await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
      assert.deepEqual(await s3.list({ Prefix: 'leaf' }), ['leaf/a']);
    },
  },
];
