import { mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasMarker } from './folder-marker.ts';
import { absent, unlessFsError } from './fs-errors.ts';
import type { RecordPlace } from './object-record.ts';

/** A bucket's own folder, and where its records lie. */
export type BucketFolder = RecordPlace & { bucketDir: string };

/** Removes a folder that holds nothing but empty folders without markers; false, and nothing visible lost, where it holds anything else. */
export function removeEmptyFolders(folder: string, of: BucketFolder): boolean {
  const entries = unlessFsError(absent, () => readdirSync(folder, { withFileTypes: true })) ?? [];
  for (const entry of entries) {
    if (!entry.isDirectory() || !removeEmptyFolders(`${folder}/${entry.name}`, of)) return false;
  }
  return removeIfEmpty(folder, of);
}

/** Removes the folders above a path as far as they are empty and have no marker, up to but without the bucket's. */
export function removeEmptyParents(path: string, of: BucketFolder): void {
  for (let folder = dirname(path); folder.length > of.bucketDir.length; folder = dirname(folder)) {
    if (!removeIfEmpty(folder, of)) return;
  }
}

// rmdir itself refuses a folder that has just been filled, so no check can be outrun by a writer; one that marks it is looked for
// once more.
function removeIfEmpty(folder: string, of: BucketFolder): boolean {
  const isMarked = (): boolean =>
    folder.length > of.bucketDir.length && hasMarker(of, `${folder.slice(of.bucketDir.length + 1)}/`);
  if (isMarked()) return false;
  const isGone = unlessFsError(['ENOTEMPTY', 'EEXIST', 'ENOENT'], () => {
    rmdirSync(folder);
    return true;
  });
  if (!isGone || !isMarked()) return isGone ?? false;
  mkdirSync(folder, { recursive: true });
  return false;
}
