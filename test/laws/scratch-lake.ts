import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Bucket } from '../../lib/lake/objects.ts';
import type { CallRecord } from '../../local/call-record.ts';
import { startS3Endpoint } from '../../local/s3/server.ts';
import { createClient, foldersIn } from '../../local/test/s3/scratch-endpoint.ts';

/** Buckets behind a real endpoint over a scratch folder. */
export type ScratchLake = {
  bronze: Bucket;
  silver: Bucket;
  /** Another lake of two empty buckets behind the same endpoint. */
  another(): Promise<ScratchLake>;
  /** Path of a Silver key, or of the folder of a prefix. */
  silverPath(key: string): string;
  /** Writes and deletes so far, as `PutObject bucket/key`. */
  changes: string[];
  put(key: string, bytes: Buffer | string): Promise<void>;
  remove(): Promise<void>;
};

/** Starts an endpoint; `remove` ends it and deletes everything. */
export async function startScratchLake(): Promise<ScratchLake> {
  const folder = await mkdtemp(join(tmpdir(), 'paylake-laws-'));
  const changes: string[] = [];
  const recordCall = ({ action, resource }: CallRecord): void => {
    if (/Put|Delete/.test(action)) changes.push(`${action} ${resource}`);
  };
  const endpoint = await startS3Endpoint({ ...foldersIn(folder), recordCall });
  const s3 = createClient(endpoint.url);
  let number = 0;
  async function open(): Promise<ScratchLake> {
    const [bronze, silver] = [
      { s3, name: `bronze-${number}` },
      { s3, name: `silver-${number}` },
    ];
    number++;
    for (const { name } of [bronze, silver]) await s3.send(new CreateBucketCommand({ Bucket: name }));
    return {
      bronze,
      silver,
      another: open,
      changes,
      silverPath: (key) => join(folder, 's3', silver.name, key),
      put: async (Key, Body) => void (await s3.send(new PutObjectCommand({ Bucket: bronze.name, Key, Body }))),
      async remove() {
        s3.destroy();
        await endpoint.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  }
  return open();
}
