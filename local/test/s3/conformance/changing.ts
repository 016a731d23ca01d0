import assert from 'node:assert/strict';
import { DeleteObjectsCommand, type PutObjectCommandInput } from '@aws-sdk/client-s3';
import { failure, md5, using } from '../s3-helpers.ts';
import type { ConformanceCheck } from './check.ts';

/** Deletes and conditional writes. */
export const changeChecks: readonly ConformanceCheck[] = [
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
];
