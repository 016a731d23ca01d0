import { linkSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { preconditionFailed, type S3Error } from '../s3-error.ts';
import { type BucketFolder, removeEmptyFolders } from './empty-folders.ts';
import type { FileState } from './file-state.ts';
import { hasMarker, markerIdentity, readObjectState } from './folder-marker.ts';
import { isFsError } from './fs-errors.ts';
import { isMarker, objectPath, unsupportedKey } from './object-path.ts';
import { type ObjectRecord, removeRecord, writeRecord } from './object-record.ts';
import { requireBucket, type Store } from './store.ts';

/** A whole file outside the bucket, about to become an object. */
export type NewObject = { tempPath: string; state: FileState; record: ObjectRecord };

const maxAttempts = 10;

/**
 * Makes a file the object of its key: record first, then the rename that shows both at once, then the old record goes.
 * A kill between any two steps leaves the old object or the new one, each with its own record.
 *
 * Synchronous on purpose: nothing else of this process can come between the checks and the rename. `ifAbsent` is
 * atomic across processes too (a hard link cannot replace a file).
 */
export function commitObject(store: Store, bucket: string, object: NewObject, ifAbsent = false): void {
  const bucketDir = requireBucket(store, bucket);
  const { key } = object.record;
  const path = objectPath(bucketDir, key);
  const place = { metaRoot: store.metaRoot, bucket };
  const replaced = readObjectState(place, key, path);
  if (ifAbsent && replaced) throw preconditionFailed('If-None-Match');
  if (isMarker(key)) {
    commitMarker({ ...place, bucketDir }, object, path);
    return;
  }
  try {
    writeRecord(place, object.record, object.state.identity);
    putInPlace({ ...place, bucketDir }, key, path, () => {
      if (ifAbsent) linkSync(object.tempPath, path);
      else renameSync(object.tempPath, path);
    });
  } catch (error) {
    removeRecord(place, key, object.state.identity);
    throw error;
  }
  if (ifAbsent) unlinkSync(object.tempPath);
  if (replaced) removeRecord(place, key, replaced.identity);
}

/** The record first: from then on nobody takes the folder away as empty. */
function commitMarker(of: BucketFolder, { tempPath, state, record }: NewObject, path: string): void {
  const { key } = record;
  if (state.size > 0) throw unsupportedKey(key, 'it ends with "/", which is a folder, and has content');
  const isNew = !hasMarker(of, key);
  try {
    writeRecord(of, record, markerIdentity);
    // As if a file were put into it.
    putInPlace(of, key, `${path}/.`, () => void readdirSync(path));
  } catch (error) {
    if (isNew) removeRecord(of, key, markerIdentity);
    throw error;
  }
  unlinkSync(tempPath);
}

function putInPlace(of: BucketFolder, key: string, path: string, move: () => void): void {
  const folder = dirname(path);
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (folder !== of.bucketDir && realpathSync.native(folder) !== folder) {
        throw unsupportedKey(key, 'a folder on its path is a symbolic link, which is never followed');
      }
      move();
      return;
    } catch (error) {
      if (attempt === maxAttempts) throw error;
      clearTheWay(error, key, path, of);
    }
  }
}

// Makes the next attempt possible, or says why no attempt can succeed.
function clearTheWay(error: unknown, key: string, path: string, of: BucketFolder): void {
  if (isFsError(error, 'ENOENT')) {
    // Again and again if need be: another process may be removing the folders as empty.
    makeFolders(dirname(path), key);
    return;
  }
  if (isFsError(error, 'ENOTDIR')) throw objectIsFolder(key);
  if (!isFsError(error, 'EISDIR', 'EEXIST', 'ENOTEMPTY')) throw error;
  const inTheWay = lstatSync(path, { throwIfNoEntry: false });
  if (inTheWay && !inTheWay.isDirectory()) throw preconditionFailed('If-None-Match');
  if (inTheWay && !removeEmptyFolders(path, of)) throw unsupportedKey(key, 'it is a folder of other objects');
}

function makeFolders(folder: string, key: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw isFsError(error, 'ENOTDIR', 'EEXIST') ? objectIsFolder(key) : error;
  }
}

function objectIsFolder(key: string): S3Error {
  return unsupportedKey(key, 'a shorter key that is one of its folders is an object');
}
