import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { PaylakeError } from '../errors.ts';
import { hashFile, hashStream } from './hash-file.ts';
import { type Bucket, isErrorNamed, openObject } from './objects.ts';

const partBytes = 8 * 1024 * 1024;

/**
 * Lands a file in Bronze, which is write-once: the same content again is a no-op (`false`), other content under the same key is
 * refused. Readers see the whole file or none.
 */
export async function landFile(bronze: Bucket, key: string, path: string): Promise<boolean> {
  const sha256 = await hashFile(path);
  try {
    await putNew(bronze, key, path, sha256);
    return true;
  } catch (error) {
    // Someone else is putting the same key: what they put decides, once it stands.
    if (isErrorNamed(error, 'ConditionalRequestConflict')) return landFile(bronze, key, path);
    if (!isErrorNamed(error, 'PreconditionFailed')) throw error;
    if ((await storedHash(bronze, key)) === sha256) return false;
    throw otherContent(key);
  }
}

/**
 * Whether the file is new to Bronze, without landing it; throws what landing would.
 */
export async function isNewFile(bronze: Bucket, key: string, path: string): Promise<boolean> {
  const stored = await storedHash(bronze, key).catch((error) => {
    if (isErrorNamed(error, 'NotFound')) return undefined;
    throw error;
  });
  if (stored === undefined) return true;
  if (stored === (await hashFile(path))) return false;
  throw otherContent(key);
}

function otherContent(key: string): PaylakeError {
  return new PaylakeError(
    'usage',
    `Bronze has other content under ${key}`,
    'Bronze is write-once: deliver the new content under another file name',
  );
}

async function putNew(bronze: Bucket, key: string, path: string, sha256: string): Promise<void> {
  const { size } = await stat(path);
  const target = { Bucket: bronze.name, Key: key, IfNoneMatch: '*', Metadata: { sha256 } };
  // Up to a part's size out of memory, which the SDK can send again.
  if (size <= partBytes) await bronze.s3.send(new PutObjectCommand({ ...target, Body: await readFile(path) }));
  else {
    const params = { ...target, Body: createReadStream(path) };
    await new Upload({ client: bronze.s3, params, partSize: partBytes }).done();
  }
}

async function storedHash(bronze: Bucket, key: string): Promise<string> {
  const { Metadata } = await bronze.s3.send(new HeadObjectCommand({ Bucket: bronze.name, Key: key }));
  return Metadata?.sha256 ?? hashStream(await openObject(bronze, key));
}
