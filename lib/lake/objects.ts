import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { PaylakeError } from '../errors.ts';

/** A bucket and the client that reaches it. */
export type Bucket = { s3: S3Client; name: string };

export type ListedObject = { key: string; size: number; etag: string; modified: Date };

/** Up to here a file is one PUT out of memory, which the SDK can repeat; beyond it a multipart upload of such parts. */
const partBytes = 8 * 1024 * 1024;

/** Every object under a prefix, in key order. */
export async function listObjects(bucket: Bucket, prefix: string): Promise<ListedObject[]> {
  const objects: ListedObject[] = [];
  for await (const page of paginateListObjectsV2({ client: bucket.s3 }, { Bucket: bucket.name, Prefix: prefix })) {
    for (const { Key, Size, ETag, LastModified } of page.Contents ?? []) {
      if (Key === undefined) continue;
      objects.push({ key: Key, size: Size ?? 0, etag: ETag ?? '', modified: LastModified ?? new Date(0) });
    }
  }
  return objects;
}

/** What folders directly under a prefix are named behind it: `ingest_date=2025-09-01`, ...; of `x/date=`, the dates. */
export async function listFolders(bucket: Bucket, prefix: string): Promise<string[]> {
  const folders: string[] = [];
  const request = { Bucket: bucket.name, Prefix: prefix, Delimiter: '/' };
  for await (const page of paginateListObjectsV2({ client: bucket.s3 }, request)) {
    for (const { Prefix } of page.CommonPrefixes ?? []) folders.push((Prefix ?? '').slice(prefix.length, -1));
  }
  return folders;
}

/** The object as a stream; rejects with NoSuchKey. */
export async function openObject(bucket: Bucket, key: string): Promise<Readable> {
  const { Body } = await bucket.s3.send(new GetObjectCommand({ Bucket: bucket.name, Key: key }));
  return Body as Readable;
}

/** Downloads an object to a file and returns the path. */
export async function download(bucket: Bucket, key: string, path: string): Promise<string> {
  await pipeline(await openObject(bucket, key), createWriteStream(path));
  return path;
}

/** Uploads a file; returns its size in bytes and the object's ETag. Readers see all of it or nothing, of either size. */
export async function upload(bucket: Bucket, key: string, path: string): Promise<{ size: number; etag: string }> {
  const { size } = await stat(path);
  const target = { Bucket: bucket.name, Key: key };
  if (size <= partBytes) {
    const { ETag } = await bucket.s3.send(new PutObjectCommand({ ...target, Body: await readFile(path) }));
    return { size, etag: ETag ?? '' };
  }
  const params = { ...target, Body: createReadStream(path) };
  const { ETag } = await new Upload({ client: bucket.s3, params, partSize: partBytes }).done();
  return { size, etag: ETag ?? '' };
}

/** A JSON object and its ETag; undefined when there is none. */
export async function getJson<T>(bucket: Bucket, key: string): Promise<{ value: T; etag: string } | undefined> {
  try {
    const { Body, ETag } = await bucket.s3.send(new GetObjectCommand({ Bucket: bucket.name, Key: key }));
    const text = (await Body?.transformToString('utf-8')) ?? '';
    return { value: parseJson<T>(bucket, key, text), etag: ETag ?? '' };
  } catch (error) {
    if (isErrorNamed(error, 'NoSuchKey')) return undefined;
    throw error;
  }
}

function parseJson<T>(bucket: Bucket, key: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    const next = 'restore an earlier version of it; on the local target start over in another home (--home DIR)';
    throw new PaylakeError('internal', `s3://${bucket.name}/${key} is damaged: it is no JSON`, next);
  }
}

/** A JSON object that an earlier stage wrote; its absence is an error of ours. */
export async function needJson<T>(bucket: Bucket, key: string): Promise<T> {
  const found = await getJson<T>(bucket, key);
  if (!found) throw new Error(`${key} is not there though the stage before wrote it`);
  return found.value;
}

/** Size of an object in bytes. */
export async function objectSize(bucket: Bucket, key: string): Promise<number> {
  const { ContentLength } = await bucket.s3.send(new HeadObjectCommand({ Bucket: bucket.name, Key: key }));
  return ContentLength ?? 0;
}

/** When a conditional write may go through. */
export type Condition = { ifAbsent: true } | { ifEtag: string };

/** Writes a JSON object. With a condition, returns false where it did not hold (412, or 409 for a race). */
export async function putJson(bucket: Bucket, key: string, value: unknown, condition?: Condition): Promise<boolean> {
  const conditions =
    condition === undefined ? {} : 'ifAbsent' in condition ? { IfNoneMatch: '*' } : { IfMatch: condition.ifEtag };
  try {
    const Body = `${JSON.stringify(value, null, 2)}\n`;
    const target = { Bucket: bucket.name, Key: key, Body, ContentType: 'application/json' };
    await bucket.s3.send(new PutObjectCommand({ ...target, ...conditions }));
    return true;
  } catch (error) {
    const lost = ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey'];
    if (condition !== undefined && lost.some((name) => isErrorNamed(error, name))) return false;
    throw error;
  }
}

/** Copies an object inside a bucket, server side (up to 5 GB). */
export async function copyObject(bucket: Bucket, from: string, to: string): Promise<void> {
  const source = `${bucket.name}/${from.split('/').map(encodeURIComponent).join('/')}`;
  await bucket.s3.send(new CopyObjectCommand({ Bucket: bucket.name, Key: to, CopySource: source }));
}

/** Deletes an object; no error when there is none. */
export async function removeObject(bucket: Bucket, key: string, ifEtag?: string): Promise<void> {
  await bucket.s3.send(new DeleteObjectCommand({ Bucket: bucket.name, Key: key, ...(ifEtag && { IfMatch: ifEtag }) }));
}

export function isErrorNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
