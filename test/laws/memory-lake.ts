import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { MemoryS3 } from './memory-s3.ts';
import type { ScratchLake } from './scratch-lake.ts';

let count = 0;

/** A lake of two buckets in memory. The path of a Silver key is that of a copy, made when it is asked for. */
export async function openMemoryLake(s3: MemoryS3): Promise<ScratchLake> {
  const folder = mkdtempSync(join(tmpdir(), 'paylake-memory-'));
  const opened: string[] = [];
  const open = async (): Promise<ScratchLake> => {
    const number = count++;
    const bronze = { s3, name: `bronze-${number}` };
    const silver = { s3, name: `silver-${number}` };
    for (const { name } of [bronze, silver]) {
      await s3.send(new CreateBucketCommand({ Bucket: name }));
      opened.push(name);
    }
    return {
      bronze,
      silver,
      another: open,
      changes: [],
      silverPath(key) {
        const path = join(folder, silver.name, key);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, s3.buckets.get(silver.name)?.get(key)?.bytes ?? '');
        return path;
      },
      put: async (Key, Body) => void (await s3.send(new PutObjectCommand({ Bucket: bronze.name, Key, Body }))),
      async remove() {
        for (const name of opened) s3.buckets.delete(name);
        rmSync(folder, { recursive: true, force: true });
      },
    };
  };
  return open();
}
