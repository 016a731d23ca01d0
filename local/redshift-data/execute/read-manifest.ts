import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { SqlError } from '../sql/sql-error.ts';
import { parseS3Url } from './s3-location.ts';

export type ManifestEntry = { url: string; mandatory: boolean; contentLength: number };

/** Reads a COPY manifest; every entry must say its object's size, as Parquet demands. */
export async function readManifest(s3: S3Client, url: string, signal: AbortSignal): Promise<ManifestEntry[]> {
  const { Bucket, Key } = parseS3Url(url);
  // COPY needs s3:ListBucket on AWS; asking here makes a role without it fail here as well.
  await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key, MaxKeys: 1 }), { abortSignal: signal });
  const text = await s3
    .send(new GetObjectCommand({ Bucket, Key }), { abortSignal: signal })
    .then((object) => object.Body?.transformToString('utf8') ?? '')
    .catch((error: unknown) => {
      if (!(error instanceof NoSuchKey)) throw error;
      throw new SqlError(`Problem reading manifest file - S3ServiceException:The specified key does not exist: ${url}`);
    });
  const entries = parseManifest(text, url).map((entry, i) => readEntry(entry, i, url));
  if (entries.length === 0) throw new SqlError(`The manifest ${url} lists no files`);
  return entries;
}

function parseManifest(text: string, url: string): unknown[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw new SqlError(`The manifest ${url} is not valid JSON`);
  }
  if (typeof manifest === 'object' && manifest !== null && 'entries' in manifest && Array.isArray(manifest.entries)) {
    return manifest.entries;
  }
  throw new SqlError(`The manifest ${url} has no list "entries"`);
}

function readEntry(value: unknown, index: number, manifest: string): ManifestEntry {
  const entry = (value ?? {}) as { url?: unknown; mandatory?: unknown; meta?: { content_length?: unknown } };
  const fail = (problem: string) => new SqlError(`The manifest ${manifest}, entry ${index + 1}: ${problem}`);
  if (typeof entry.url !== 'string' || !/^s3:\/\/[^/]+\/./.test(entry.url)) throw fail('url must be s3://bucket/key');
  if (entry.mandatory !== undefined && typeof entry.mandatory !== 'boolean') throw fail('mandatory must be a boolean');
  const contentLength = entry.meta?.content_length;
  if (typeof contentLength !== 'number' || !Number.isSafeInteger(contentLength) || contentLength < 0) {
    throw fail('meta.content_length is required for columnar files');
  }
  return { url: entry.url, mandatory: entry.mandatory ?? false, contentLength };
}
