import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { failure } from './s3-helpers.ts';
import { type ScratchEndpoint, startScratchEndpoint } from './scratch-endpoint.ts';

let endpoint: ScratchEndpoint;
const Bucket = 'paylake-calls';
const bucketArn = `arn:aws:s3:::${Bucket}`;
const at = { Bucket, Key: 'a/b' };

beforeAll(async () => {
  endpoint = await startScratchEndpoint(Bucket);
  await endpoint.client.send(new PutObjectCommand({ ...at, Body: 'x' }));
});

beforeEach(() => {
  endpoint.calls.length = 0;
});

afterAll(() => endpoint.remove());

/** What a call recorded, as `action resource status`, the bucket's ARN shortened to `B`. */
function recorded(): string[] {
  expect(endpoint.calls.every(({ principal }) => principal === 'TESTROLE')).toBe(true);
  return endpoint.calls.map(
    ({ action, resource, status }) => `${action} ${resource.replace(bucketArn, 'B')} ${status}`,
  );
}

test('reads', async () => {
  const { client } = endpoint;
  await (await client.send(new GetObjectCommand(at))).Body?.transformToString();
  await client.send(new HeadObjectCommand(at));
  await failure(client.send(new GetObjectCommand({ Bucket, Key: 'absent' })));
  await client.send(new GetObjectAttributesCommand({ ...at, ObjectAttributes: ['ETag'] }));
  expect(recorded()).toEqual([
    's3:GetObject B/a/b 200',
    's3:GetObject B/a/b 200',
    's3:GetObject B/absent 404',
    's3:GetObject B/a/b 200',
    's3:GetObjectAttributes B/a/b 200',
  ]);
});

test('lists and buckets', async () => {
  const { client } = endpoint;
  await client.send(new ListObjectsV2Command({ Bucket }));
  await client.send(new HeadBucketCommand({ Bucket }));
  await client.send(new ListBucketsCommand({}));
  await client.send(new ListMultipartUploadsCommand({ Bucket }));
  expect(recorded()).toEqual([
    's3:ListBucket B 200',
    's3:ListBucket B 200',
    's3:ListAllMyBuckets * 200',
    's3:ListBucketMultipartUploads B 200',
  ]);
});

test('writes; comparing an ETag needs s3:GetObject too', async () => {
  const { client } = endpoint;
  const { ETag } = await client.send(new PutObjectCommand({ ...at, Body: 'y' }));
  await client.send(new PutObjectCommand({ ...at, Body: 'z', IfMatch: ETag }));
  await failure(client.send(new PutObjectCommand({ ...at, Body: 'z', IfNoneMatch: '*' })));
  await client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/a/b` }));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'copy' }));
  expect(recorded()).toEqual([
    's3:PutObject B/a/b 200',
    's3:PutObject B/a/b 200',
    's3:GetObject B/a/b 200',
    's3:PutObject B/a/b 412',
    's3:GetObject B/a/b 200',
    's3:PutObject B/copy 200',
    's3:DeleteObject B/copy 204',
  ]);
});

test('condition keys: the prefix of a listing, the conditions of a write, and whether an object comes to be', async () => {
  const { client } = endpoint;
  await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'a/' }));
  await client.send(new ListObjectsV2Command({ Bucket }));
  await failure(client.send(new PutObjectCommand({ ...at, Body: 'z', IfNoneMatch: '*' })));
  const { ETag = '' } = await client.send(new PutObjectCommand({ ...at, Body: 'y' }));
  await client.send(new PutObjectCommand({ ...at, Body: 'z', IfMatch: ETag }));
  await client.send(new CreateMultipartUploadCommand(at));
  expect(endpoint.calls.map(({ action, context }) => [action, context])).toEqual([
    ['s3:ListBucket', { 's3:prefix': 'a/' }],
    ['s3:ListBucket', undefined],
    ['s3:PutObject', { 's3:ObjectCreationOperation': 'true', 's3:if-none-match': '*' }],
    ['s3:PutObject', { 's3:ObjectCreationOperation': 'true' }],
    ['s3:PutObject', { 's3:ObjectCreationOperation': 'true', 's3:if-match': ETag }],
    ['s3:GetObject', undefined],
    ['s3:PutObject', { 's3:ObjectCreationOperation': 'false' }],
  ]);
});

test('a batch delete counts for each key', async () => {
  const Objects = [{ Key: 'one' }, { Key: 'two' }];
  await endpoint.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(recorded()).toEqual(['s3:DeleteObject B/one 200', 's3:DeleteObject B/two 200']);
});

test('multipart', async () => {
  const { client } = endpoint;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(at));
  await client.send(new AbortMultipartUploadCommand({ ...at, UploadId }));
  expect(recorded()).toEqual(['s3:PutObject B/a/b 200', 's3:AbortMultipartUpload B/a/b 204']);
});

test('what is not implemented is recorded too', async () => {
  await failure(endpoint.client.send(new GetObjectTaggingCommand(at)));
  expect(recorded()).toEqual(['s3:GetObjectTagging B/a/b 501']);
});
