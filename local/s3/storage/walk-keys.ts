import { type Dirent, readdirSync, realpathSync } from 'node:fs';
import { compareUtf8 } from './compare-utf8.ts';
import { absent, unlessFsError } from './fs-errors.ts';
import { segmentFlaw } from './object-path.ts';

/** Where a walk stands; `skip` may be moved while it runs. */
export type Cursor = {
  /** Only keys that begin with this. */
  prefix: string;
  /** Only keys after this one; '' for all. */
  after: string;
  /** No keys that begin with this; '' for none. */
  skip: string;
};

type Name = { name: string; folder: boolean };

/**
 * The keys in a bucket's folder in S3 order, read folder by folder as far as the caller goes. A folder is sorted as its
 * name and `/`, which makes the order of whole keys come out of a depth-first walk (`a-b` before `a/b`); folders
 * that cannot hold a wanted key are not read. Only plain files and folders with a marker count, symbolic links are not
 * followed.
 */
export function* walkKeys(bucketDir: string, cursor: Cursor, hasMarker: (key: string) => boolean): Generator<string> {
  const base = cursor.prefix.slice(0, cursor.prefix.lastIndexOf('/') + 1);
  const folder = base === '' ? bucketDir : `${bucketDir}/${base.slice(0, -1)}`;
  // A prefix is not a path yet: `..` or a link would lead elsewhere, and no key has such a part.
  const sound = base === '' || (!base.slice(0, -1).split('/').some(segmentFlaw) && isReal(folder));
  if (!sound) return;
  if (base !== '' && isWanted(base, false, cursor) && hasMarker(base)) yield base;
  yield* walkFolder(folder, base, cursor, hasMarker);
}

function isReal(folder: string): boolean {
  return unlessFsError([...absent, 'ENAMETOOLONG'], () => realpathSync.native(folder)) === folder;
}

function* walkFolder(
  folder: string,
  base: string,
  cursor: Cursor,
  hasMarker: (key: string) => boolean,
): Generator<string> {
  for (const { name, folder: isFolder } of readNames(folder, base, cursor)) {
    if (cursor.skip !== '' && base.startsWith(cursor.skip)) return;
    const key = base + name;
    if (!isWanted(key, isFolder, cursor)) continue;
    if (!isFolder) yield key;
    else {
      if (isWanted(key, false, cursor) && hasMarker(key)) yield key;
      yield* walkFolder(`${folder}/${name.slice(0, -1)}`, key, cursor, hasMarker);
    }
  }
}

// Names are filtered before they are sorted: the last page of a large folder sorts only what it shows.
function readNames(folder: string, base: string, cursor: Cursor): Name[] {
  const entries: Dirent[] = unlessFsError(absent, () => readdirSync(folder, { withFileTypes: true })) ?? [];
  const names: Name[] = [];
  for (const entry of entries) {
    const isFolder = entry.isDirectory();
    if (!isFolder && !entry.isFile()) continue;
    const name = isFolder ? `${entry.name}/` : entry.name;
    if (isWanted(base + name, isFolder, cursor)) names.push({ name, folder: isFolder });
  }
  return names.sort((a, b) => compareUtf8(a.name, b.name));
}

function isWanted(key: string, isFolder: boolean, { prefix, after, skip }: Cursor): boolean {
  if (skip !== '' && key.startsWith(skip)) return false;
  if (!key.startsWith(prefix) && !(isFolder && prefix.startsWith(key))) return false;
  if (after === '' || compareUtf8(key, after) > 0) return true;
  return isFolder && after.startsWith(key);
}
