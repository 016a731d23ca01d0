import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  AbortMultipartUploadCommand,
  type ChecksumAlgorithm,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** Bytes in a MiB. */
export const mib = 1024 * 1024;

/** Bytes that look random and are the same every time. */
export function noise(size: number, seed = 'noise'): Buffer {
  const block = createHash('sha512').update(seed).digest();
  return Buffer.alloc(size, Buffer.concat(Array.from({ length: 97 }, (_, i) => block.subarray(i % 64))));
}

/** The error of a promise that must fail, as `status Code`. */
export async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return `${$metadata?.httpStatusCode} ${name}`;
  }
  return 'no error';
}

/** MD5 in hex. */
export function md5(bytes: Buffer | string): string {
  return createHash('md5').update(bytes).digest('hex');
}

/** CRC-32 as S3 shows it. */
export function crc32Base64(bytes: Buffer): string {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(crc32(bytes));
  return out.toString('base64');
}

/** The few calls that most checks are made of. */
export function using(client: S3Client, Bucket: string) {
  return {
    put: (Key: string, Body: PutObjectCommandInput['Body'], more: Partial<PutObjectCommandInput> = {}) =>
      client.send(new PutObjectCommand({ Bucket, Key, Body, ...more })),
    get: (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
      client.send(new GetObjectCommand({ Bucket, Key, ...more })),
    async bytes(Key: string, more: Partial<GetObjectCommandInput> = {}): Promise<Buffer> {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...more }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    head: (Key: string) => client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' })),
    remove: (Key: string, IfMatch?: string) => client.send(new DeleteObjectCommand({ Bucket, Key, IfMatch })),
    async list(more: Partial<ListObjectsV2CommandInput>): Promise<string[]> {
      const page = await client.send(new ListObjectsV2Command({ Bucket, ...more }));
      return [
        ...(page.Contents ?? []).map(({ Key = '' }) => Key),
        ...(page.CommonPrefixes ?? []).map((p) => p.Prefix ?? ''),
      ];
    },
    async startUpload(Key: string, more: { ChecksumAlgorithm?: ChecksumAlgorithm; ChecksumType?: 'FULL_OBJECT' } = {}) {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
      assert.ok(UploadId);
      return {
        UploadId,
        async part(PartNumber: number, Body: Buffer): Promise<CompletedPart> {
          const command = new UploadPartCommand({
            Bucket,
            Key,
            UploadId,
            PartNumber,
            Body,
            ChecksumAlgorithm: more.ChecksumAlgorithm,
          });
          const { $metadata: _, ...part } = await client.send(command);
          return { ...part, PartNumber };
        },
        complete: (Parts: CompletedPart[], conditions: { IfNoneMatch?: string; IfMatch?: string } = {}) =>
          client.send(
            new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...conditions }),
          ),
        abort: () => client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })),
      };
    },
  };
}
