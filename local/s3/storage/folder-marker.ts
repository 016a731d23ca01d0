import { lstatSync } from 'node:fs';
import { type FileState, readFileState } from './file-state.ts';
import { absent, unlessFsError } from './fs-errors.ts';
import { isMarker } from './object-path.ts';
import { type RecordPlace, recordPath } from './object-record.ts';

/*
 * The marker of a folder is the folder itself and a record that says it is meant: nothing stands beside the objects, and where
 * the folder is removed by hand there is no marker.
 */

/** What the record of a marker is bound to, in place of a file's identity. */
export const markerIdentity = 'folder';

/** The state of the object of a key: of its plain file at `path`, or of the marker of the folder there. */
export function readObjectState(place: RecordPlace, key: string, path: string): FileState | undefined {
  if (!isMarker(key)) return readFileState(path);
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  const record = unlessFsError(absent, () =>
    lstatSync(recordPath(place, key, markerIdentity), { throwIfNoEntry: false }),
  );
  return record && { identity: markerIdentity, size: 0, modified: record.mtime };
}

/** Whether a folder at this key, which ends in `/`, has a marker. */
export function hasMarker(place: RecordPlace, key: string): boolean {
  return lstatSync(recordPath(place, key, markerIdentity), { throwIfNoEntry: false }) !== undefined;
}
