import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { absent, unlessFsError } from './fs-errors.ts';
import { objectPath } from './object-path.ts';
import { requireBucket, type Store } from './store.ts';

/**
 * The file an existing object would be; undefined where a folder on the way is missing or a symbolic link, which could
 * lead out of the bucket. Throws 404 NoSuchBucket, 400 for a key files cannot hold.
 */
export function locateObject(store: Store, bucket: string, key: string): string | undefined {
  const bucketDir = requireBucket(store, bucket);
  const path = objectPath(bucketDir, key);
  const folder = dirname(path);
  if (folder === bucketDir) return path;
  return unlessFsError(absent, () => realpathSync.native(folder)) === folder ? path : undefined;
}
