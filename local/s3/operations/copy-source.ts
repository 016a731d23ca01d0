import { closeSync } from 'node:fs';
import type { S3Call, S3Headers } from '../s3-call.ts';
import { preconditionFailed, S3Error } from '../s3-error.ts';
import { type OpenObject, requireOpenObject } from '../storage/stored-object.ts';
import { checkReadConditions } from './read-conditions.ts';

/** Bucket and key in `x-amz-copy-source`: `/bucket/key` or `bucket/key`, percent-encoded. Versions are refused. */
export function parseCopySource(headers: S3Headers): { bucket: string; key: string } {
  const [path = '', query] = (headers['x-amz-copy-source'] ?? '').split('?');
  if (query !== undefined && query !== 'versionId=null') {
    throw new S3Error('NotImplemented', 'Copying a version is not implemented: this endpoint keeps no versions.');
  }
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decode(path)) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new S3Error('InvalidArgument', 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey', {
      ArgumentName: 'x-amz-copy-source',
    });
  }
  return { bucket, key };
}

/** Opens the source of a copy and holds it against `x-amz-copy-source-if-*`; the caller closes `fd`. */
export async function openCopySource(call: S3Call): Promise<OpenObject> {
  const { bucket, key } = parseCopySource(call.headers);
  const source = await requireOpenObject(call.store, bucket, key);
  try {
    const version = { etag: source.record.etag, modified: source.modified };
    if (checkReadConditions(call.headers, version, 'x-amz-copy-source-') === 'not-modified') {
      throw preconditionFailed('x-amz-copy-source-if-none-match or -if-modified-since');
    }
    return source;
  } catch (error) {
    closeSync(source.fd);
    throw error;
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new S3Error('InvalidArgument', 'x-amz-copy-source is not valid percent-encoded UTF-8.');
  }
}
