import type { S3Headers } from '../s3-call.ts';
import { noSuchKey, preconditionFailed, S3Error } from '../s3-error.ts';
import { commitObject, type NewObject } from '../storage/commit-object.ts';
import { readObjectState } from '../storage/folder-marker.ts';
import { locateObject } from '../storage/locate-object.ts';
import type { Store } from '../storage/store.ts';
import { findObject } from '../storage/stored-object.ts';
import { matchesEtag } from '../wire/etag-list.ts';

/** The conditions of a write. S3 takes `*` alone for If-None-Match. */
export type WriteConditions = { ifAbsent: boolean; ifMatch?: string };

/** Reads the conditions of a write; 501 for those S3 does not know. */
export function parseWriteConditions(headers: S3Headers): WriteConditions {
  const ifNoneMatch = headers['if-none-match'];
  const ifMatch = headers['if-match'];
  if (
    (ifNoneMatch !== undefined && ifNoneMatch.trim() !== '*') ||
    (ifNoneMatch !== undefined && ifMatch !== undefined)
  ) {
    throw new S3Error(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented: a write takes If-None-Match: * or If-Match: <etag>.',
      { Header: 'If-None-Match' },
    );
  }
  return { ifAbsent: ifNoneMatch !== undefined, ifMatch };
}

/**
 * Runs `change` once the object at the key has an ETag that `ifMatch` names: 412 where it has another one, 404
 * NoSuchKey where there is none. `change` must be synchronous: it runs in the same turn as the last look at the file.
 */
export async function changeIfMatch<T>(
  store: Store,
  bucket: string,
  key: string,
  ifMatch: string,
  change: () => T,
): Promise<T> {
  for (;;) {
    const object = await findObject(store, bucket, key);
    if (!object) throw noSuchKey(key);
    if (!matchesEtag(ifMatch, object.record.etag)) throw preconditionFailed('If-Match');
    // The ETag of a foreign file takes time to compute; it counts only if the file is still the same.
    const path = locateObject(store, bucket, key);
    const place = { metaRoot: store.metaRoot, bucket };
    if (path !== undefined && readObjectState(place, key, path)?.identity === object.identity) return change();
  }
}

/** Shows a finished file at its key if the conditions of the write hold; 412 or 404 otherwise. */
export async function commitIf(
  store: Store,
  bucket: string,
  object: NewObject,
  { ifAbsent, ifMatch }: WriteConditions,
): Promise<void> {
  if (ifMatch === undefined) commitObject(store, bucket, object, ifAbsent);
  else await changeIfMatch(store, bucket, object.record.key, ifMatch, () => commitObject(store, bucket, object));
}
