import { unlinkSync } from 'node:fs';
import type { S3Call, S3Reply } from '../s3-call.ts';
import { removeEmptyParents } from '../storage/empty-folders.ts';
import { readObjectState } from '../storage/folder-marker.ts';
import { absent, unlessFsError } from '../storage/fs-errors.ts';
import { locateObject } from '../storage/locate-object.ts';
import { isMarker } from '../storage/object-path.ts';
import { removeRecord } from '../storage/object-record.ts';
import { bucketPath, type Store } from '../storage/store.ts';
import { changeIfMatch } from './write-conditions.ts';

/** DeleteObject: 204 whether or not there was an object; with If-Match 412 or 404 where it does not hold. */
export async function deleteObject(call: S3Call): Promise<S3Reply> {
  await removeObject(call.store, call.bucket, call.key, call.headers['if-match']);
  return { status: 204 };
}

/** Removes an object, its record and the folders that become empty; nothing where there is none. */
export async function removeObject(store: Store, bucket: string, key: string, ifMatch?: string): Promise<void> {
  if (ifMatch === undefined) removeNow(store, bucket, key);
  else await changeIfMatch(store, bucket, key, ifMatch, () => removeNow(store, bucket, key));
}

function removeNow(store: Store, bucket: string, key: string): void {
  const path = locateObject(store, bucket, key);
  const of = { metaRoot: store.metaRoot, bucket, bucketDir: bucketPath(store, bucket) };
  const state = path === undefined ? undefined : readObjectState(of, key, path);
  if (path === undefined || state === undefined) return;
  if (!isMarker(key)) unlessFsError(absent, () => unlinkSync(path));
  removeRecord(of, key, state.identity);
  // The folder of a marker goes like any that became empty.
  removeEmptyParents(isMarker(key) ? `${path}/.` : path, of);
}
