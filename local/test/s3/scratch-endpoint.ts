import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { CallRecord } from '../../call-record.ts';
import { type S3Endpoint, startS3Endpoint } from '../../s3/server.ts';

/** An endpoint over a scratch folder, with a client and the calls it recorded. */
export type ScratchEndpoint = {
  folder: string;
  url: string;
  client: S3Client;
  calls: CallRecord[];
  bucket: string;
  /** The file of a key. */
  file(key: string): string;
  /** Ends everything and removes the folder. */
  remove(): Promise<void>;
};

/** The folders of an endpoint under one scratch folder. */
export function foldersIn(folder: string): { root: string; metaRoot: string; tmpRoot: string } {
  return { root: join(folder, 's3'), metaRoot: join(folder, 's3-meta'), tmpRoot: join(folder, 's3-tmp') };
}

/** A client of an endpoint; it never retries, so that a test sees the first answer. */
export function createClient(url: string, region = 'ap-northeast-2'): S3Client {
  return new S3Client({
    endpoint: url,
    region,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'TESTROLE', secretAccessKey: 'not-verified' },
  });
}

/** Starts an endpoint over a new scratch folder, with one bucket. */
export async function startScratchEndpoint(bucket = 'paylake-test'): Promise<ScratchEndpoint> {
  const folder = mkdtempSync(join(tmpdir(), 'paylake-s3-'));
  const calls: CallRecord[] = [];
  const endpoint: S3Endpoint = await startS3Endpoint({
    ...foldersIn(folder),
    recordCall: (call) => void calls.push(call),
  });
  const client = createClient(endpoint.url);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  calls.length = 0;
  return {
    folder,
    url: endpoint.url,
    client,
    calls,
    bucket,
    file: (key) => join(folder, 's3', bucket, key),
    async remove() {
      client.destroy();
      await endpoint.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
