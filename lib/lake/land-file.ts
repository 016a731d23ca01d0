import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { PaylakeError } from '../errors.ts';
import { type Bucket, isErrorNamed, openObject } from './objects.ts';

const partBytes = 8 * 1024 * 1024;

/**
 * A file that goes to Bronze as it stands. Its content is what is unpacked: `hash` is that of it, `hashStored` takes the same of
 * an object that does not carry it.
 */
export type Content = { hash: string; hashStored: (stored: AsyncIterable<Buffer>) => Promise<string> };

/**
 * Lands a file in Bronze, which is write-once: the same content again, packed however, is a no-op (`false`), other content under
 * the same key is refused. Readers see the whole file or none.
 */
export async function landFile(bronze: Bucket, key: string, path: string, content: Content): Promise<boolean> {
  try {
    await putNew(bronze, key, path, content.hash);
    return true;
  } catch (error) {
    // Someone else is putting the same key: what they put decides, once it stands.
    if (isErrorNamed(error, 'ConditionalRequestConflict')) return landFile(bronze, key, path, content);
    if (!isErrorNamed(error, 'PreconditionFailed')) throw error;
    if ((await storedHash(bronze, key, content)) === content.hash) return false;
    throw otherContent(key);
  }
}

/**
 * Whether the file is new to Bronze, without landing it; throws what landing would.
 */
export async function isNewFile(bronze: Bucket, key: string, content: Content): Promise<boolean> {
  const stored = await storedHash(bronze, key, content).catch((error) => {
    if (isErrorNamed(error, 'NotFound')) return undefined;
    throw error;
  });
  if (stored === undefined) return true;
  if (stored === content.hash) return false;
  throw otherContent(key);
}

function otherContent(key: string): PaylakeError {
  return new PaylakeError(
    'usage',
    `Bronze has other content under ${key}`,
    'Bronze is write-once: deliver the new content under another file name',
  );
}

async function putNew(bronze: Bucket, key: string, path: string, hash: string): Promise<void> {
  const { size } = await stat(path);
  const target = { Bucket: bronze.name, Key: key, IfNoneMatch: '*', Metadata: { content: hash } };
  // Up to a part's size out of memory, which the SDK can send again.
  if (size <= partBytes) await bronze.s3.send(new PutObjectCommand({ ...target, Body: await readFile(path) }));
  else {
    const params = { ...target, Body: createReadStream(path) };
    await new Upload({ client: bronze.s3, params, partSize: partBytes }).done();
  }
}

async function storedHash(bronze: Bucket, key: string, { hashStored }: Content): Promise<string> {
  const { Metadata } = await bronze.s3.send(new HeadObjectCommand({ Bucket: bronze.name, Key: key }));
  return Metadata?.content ?? hashStored(await openObject(bronze, key));
}
