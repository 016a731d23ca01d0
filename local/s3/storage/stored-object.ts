import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { noSuchKey, S3Error } from '../s3-error.ts';
import { type FileState, readFileState, toFileState } from './file-state.ts';
import { readObjectState } from './folder-marker.ts';
import { absent, unlessFsError } from './fs-errors.ts';
import { locateObject } from './locate-object.ts';
import { isMarker } from './object-path.ts';
import { type ObjectRecord, type RecordPlace, readRecord, recordPath, writeRecord } from './object-record.ts';
import { readPieces } from './read-pieces.ts';
import type { Store } from './store.ts';

/** An object: a data file as it stands and the record bound to exactly that state. */
export type StoredObject = FileState & { record: ObjectRecord };

/** An object whose bytes can be read through `fd` even if the key is overwritten meanwhile. */
export type OpenObject = StoredObject & { fd: number };

// NOFOLLOW: a symbolic link is not an object. NONBLOCK: opening a named pipe must not hang.
const openFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const maxAttempts = 5;
// A file changed this recently may change again within one tick of its clock, unseen by its identity.
const settledMs = 2000;

/** The object at a key, undefined where there is none. Throws 404 NoSuchBucket, 400 for a key files cannot hold. */
export async function findObject(store: Store, bucket: string, key: string): Promise<StoredObject | undefined> {
  const path = locateObject(store, bucket, key);
  const place = { metaRoot: store.metaRoot, bucket };
  const state = path === undefined ? undefined : readObjectState(place, key, path);
  if (!state) return undefined;
  const record = readRecord(place, key, state.identity);
  if (record) return { ...state, record };
  const object = await openObject(store, bucket, key);
  if (!object) return undefined;
  closeSync(object.fd);
  return object;
}

/** Opens the object at a key; the caller closes `fd`. Undefined where there is none. */
export async function openObject(store: Store, bucket: string, key: string): Promise<OpenObject | undefined> {
  const path = locateObject(store, bucket, key);
  if (path === undefined) return undefined;
  const place = { metaRoot: store.metaRoot, bucket };
  if (isMarker(key)) return openMarker(place, key, path);
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const file = openFile(path);
    if (!file) return undefined;
    let record: ObjectRecord | undefined;
    try {
      record = readRecord(place, key, file.identity) ?? (await describeForeign(place, key, path, file));
      if (record) return { ...file, record };
    } finally {
      if (!record) closeSync(file.fd);
    }
  }
  throw new S3Error(
    'OperationAborted',
    `The file ${path} keeps changing while it is read; retry when its writer is done.`,
  );
}

function openFile(path: string): (FileState & { fd: number }) | undefined {
  const fd = unlessFsError([...absent, 'ELOOP', 'ENXIO'], () => openSync(path, openFlags));
  if (fd === undefined) return undefined;
  const stat = fstatSync(fd, { bigint: true });
  if (stat.isFile()) return { ...toFileState(stat), fd };
  closeSync(fd);
  return undefined;
}

// A folder can be opened, and nobody reads from what has no byte.
function openMarker(place: RecordPlace, key: string, path: string): OpenObject | undefined {
  const state = readObjectState(place, key, path);
  const record = state && readRecord(place, key, state.identity);
  const fd = record && unlessFsError([...absent, 'ELOOP'], () => openSync(path, openFlags));
  return fd === undefined || !state || !record ? undefined : { ...state, record, fd };
}

/** Like openObject, with 404 NoSuchKey where there is none. */
export async function requireOpenObject(store: Store, bucket: string, key: string): Promise<OpenObject> {
  const object = await openObject(store, bucket, key);
  if (!object) throw noSuchKey(key);
  return object;
}

// Twenty ranged reads of one large file must not read it twenty times.
const underway = new Map<string, Promise<ObjectRecord | undefined>>();

/** Describes a file that someone else put there, from its content; undefined when it changed meanwhile. */
function describeForeign(
  place: RecordPlace,
  key: string,
  path: string,
  file: FileState & { fd: number },
): Promise<ObjectRecord | undefined> {
  const name = recordPath(place, key, file.identity);
  const started = underway.get(name) ?? readForeign(place, key, path, file).finally(() => underway.delete(name));
  underway.set(name, started);
  return started;
}

async function readForeign(
  place: RecordPlace,
  key: string,
  path: string,
  file: FileState & { fd: number },
): Promise<ObjectRecord | undefined> {
  // No record, but the key still holds this file: then there never was one. A record goes only after its file has.
  if (readFileState(path)?.identity !== file.identity) return undefined;
  const md5 = createHash('md5');
  for await (const bytes of readPieces(file.fd, 0, file.size - 1)) md5.update(bytes);
  if (readFileState(path)?.identity !== file.identity) return undefined;
  const record: ObjectRecord = { key, etag: md5.digest('hex'), headers: {} };
  if (Date.now() - file.modified.getTime() > settledMs) writeRecord(place, record, file.identity);
  return record;
}
