import { readdirSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { absent, unlessFsError } from './fs-errors.ts';

/** Removes a folder that holds nothing but empty folders; false, and nothing visible lost, where it holds anything else. */
export function removeEmptyFolders(folder: string): boolean {
  const entries = unlessFsError(absent, () => readdirSync(folder, { withFileTypes: true })) ?? [];
  for (const entry of entries) {
    if (!entry.isDirectory() || !removeEmptyFolders(`${folder}/${entry.name}`)) return false;
  }
  return removeIfEmpty(folder);
}

/** Removes the folders above a path as far as they are empty, up to but without `top`. */
export function removeEmptyParents(path: string, top: string): void {
  for (let folder = dirname(path); folder.length > top.length; folder = dirname(folder)) {
    if (!removeIfEmpty(folder)) return;
  }
}

// rmdir itself refuses a folder that has just been filled, so no check can be outrun by a writer.
function removeIfEmpty(folder: string): boolean {
  return (
    unlessFsError(['ENOTEMPTY', 'EEXIST', 'ENOENT'], () => {
      rmdirSync(folder);
      return true;
    }) ?? false
  );
}
