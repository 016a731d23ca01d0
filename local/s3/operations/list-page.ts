import { S3Error } from '../s3-error.ts';
import { hasMarker } from '../storage/folder-marker.ts';
import { requireBucket, type Store } from '../storage/store.ts';
import { findObject, type StoredObject } from '../storage/stored-object.ts';
import { walkKeys } from '../storage/walk-keys.ts';
import { commonPrefix } from './list-request.ts';

/** What a listing asks for. */
export type ListQuery = {
  prefix: string;
  delimiter: string;
  /** Keys or common prefixes on the page at most. */
  maxKeys: number;
  position: ListPosition;
};

/** Where a page begins: after a key, and past everything under a common prefix that was shown already. */
export type ListPosition = { after: string; skip: string };

/** One line of a listing. */
export type ListEntry = { key: string; object: StoredObject } | { prefix: string };

/** A page, and where the next one begins; undefined at the end. */
export type ListPage = { entries: ListEntry[]; next?: ListPosition };

/** Reads one page of a bucket in S3 order. */
export async function listPage(store: Store, bucket: string, query: ListQuery): Promise<ListPage> {
  const bucketDir = requireBucket(store, bucket);
  const entries: ListEntry[] = [];
  if (query.maxKeys === 0) return { entries };
  const cursor = { prefix: query.prefix, ...query.position };
  const place = { metaRoot: store.metaRoot, bucket };
  for (const key of walkKeys(bucketDir, cursor, (folder) => hasMarker(place, folder))) {
    const last = entries.at(-1);
    if (entries.length === query.maxKeys && last) return { entries, next: positionAfter(last) };
    const prefix = commonPrefix(key, query.prefix, query.delimiter);
    if (prefix !== undefined) {
      entries.push({ prefix });
      cursor.skip = prefix;
      continue;
    }
    const object = await findListed(store, bucket, key);
    if (object) entries.push({ key, object });
  }
  return { entries };
}

/** The place after one entry. */
export function positionAfter(entry: ListEntry): ListPosition {
  return 'prefix' in entry ? { after: entry.prefix, skip: entry.prefix } : { after: entry.key, skip: '' };
}

// A file that no key can name (too long a path, a name that is not UTF-8) is no object; one just deleted neither.
async function findListed(store: Store, bucket: string, key: string): Promise<StoredObject | undefined> {
  try {
    return await findObject(store, bucket, key);
  } catch (error) {
    if (error instanceof S3Error && (error.code === 'KeyTooLongError' || error.code === 'UnsupportedKey'))
      return undefined;
    throw error;
  }
}
