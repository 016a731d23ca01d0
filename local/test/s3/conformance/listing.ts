import assert from 'node:assert/strict';
import { ListObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { using } from '../s3-helpers.ts';
import type { ConformanceCheck } from './check.ts';

/** Listings: order, pages, prefixes, delimiters. */
export const listChecks: readonly ConformanceCheck[] = [
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
];
