import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { noise } from './s3-helpers.ts';

/** One version of an object: everything about it follows from key and number. 0 is "no object". */
export type Version = number;

/** What is known of a key: the last version whose write was answered, and the one under way, if any. */
export type KeyState = { key: string; settled: Version; pending?: Version; upload?: PendingUpload };

/** A CompleteMultipartUpload without an answer. */
export type PendingUpload = { UploadId: string | undefined; parts: { PartNumber: number; ETag?: string }[] };

/** How often a version number is a multipart object, a copy, a large one, a deletion: by its remainder. */
export type Kind = 'put' | 'large put' | 'multipart' | 'copy' | 'delete';

/** What makes a version: fixed by its number. */
export function kindOf(version: Version): Kind {
  if (version === 0 || version % 7 === 0) return 'delete';
  if (version % 11 === 0) return 'large put';
  if (version % 5 === 0) return 'multipart';
  return version % 6 === 0 ? 'copy' : 'put';
}

/** The bytes of a version; sizes repeat between versions on purpose, so that only content tells them apart. */
export function bodyOf(key: string, version: Version): Buffer {
  const size = kindOf(version) === 'large put' ? 700_000 : 200 + (version % 3) * 1000;
  return Buffer.concat([Buffer.from(`${key} ${version}\n`), noise(size, `${key} ${version}`)]);
}

/** The ETag of a version. */
export function etagOf(key: string, version: Version): string {
  const md5 = createHash('md5').update(bodyOf(key, version));
  if (kindOf(version) !== 'multipart') return `"${md5.digest('hex')}"`;
  return `"${createHash('md5').update(md5.digest()).digest('hex')}-1"`;
}

/** Writes the next version of a key; leaves it pending when the server dies meanwhile. */
export async function writeNext(client: S3Client, bucket: string, state: KeyState, version: Version): Promise<void> {
  const { key } = state;
  const at = { Bucket: bucket, Key: key };
  const Metadata = { version: String(version) };
  const Body = bodyOf(key, version);
  state.upload = undefined;
  switch (kindOf(version)) {
    case 'delete':
      state.pending = version;
      await client.send(new DeleteObjectCommand(at));
      break;
    case 'put':
    case 'large put':
      state.pending = version;
      await client.send(new PutObjectCommand({ ...at, Body, Metadata }));
      break;
    case 'copy':
      await client.send(new PutObjectCommand({ ...at, Key: `${key}.source`, Body }));
      state.pending = version;
      await client.send(
        new CopyObjectCommand({ ...at, CopySource: `${bucket}/${key}.source`, MetadataDirective: 'REPLACE', Metadata }),
      );
      break;
    case 'multipart': {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...at, Metadata }));
      const { ETag } = await client.send(new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body }));
      state.upload = { UploadId, parts: [{ PartNumber: 1, ETag }] };
      state.pending = version;
      await completePending(client, bucket, state);
    }
  }
  state.settled = version;
  state.pending = undefined;
}

/** Sends the CompleteMultipartUpload of a key (again). */
export async function completePending(client: S3Client, bucket: string, state: KeyState): Promise<void> {
  const { UploadId, parts } = state.upload ?? { UploadId: '', parts: [] };
  const MultipartUpload = { Parts: parts };
  await client.send(new CompleteMultipartUploadCommand({ Bucket: bucket, Key: state.key, UploadId, MultipartUpload }));
}
