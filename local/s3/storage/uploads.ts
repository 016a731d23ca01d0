import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { S3Error } from '../s3-error.ts';
import type { ChecksumAlgorithm, ChecksumType } from '../wire/checksums.ts';
import { absent, isFsError, unlessFsError } from './fs-errors.ts';
import type { Store } from './store.ts';

/** A multipart upload under way: the folder `<uploadsRoot>/<id>` with `upload.json`, part files, and one `<n>.json` a part. */
export type Upload = {
  id: string;
  bucket: string;
  key: string;
  /** ISO time. */
  initiated: string;
  headers: Record<string, string>;
  checksum?: { algorithm: ChecksumAlgorithm; type: ChecksumType };
};

/** A part that was received whole; `file` lies in the folder of its upload. */
export type Part = { number: number; etag: string; size: number; modified: string; checksum?: string; file: string };

/** Starts an upload under a new id. */
export function createUpload(store: Store, upload: Omit<Upload, 'id'>): Upload {
  const id = randomBytes(24).toString('hex');
  mkdirSync(join(store.uploadsRoot, id));
  writeJson(store, id, 'upload.json', { ...upload, id });
  return { ...upload, id };
}

/** The upload of that id to that key; undefined where there is none. */
export function findUpload(store: Store, bucket: string, key: string, id: string): Upload | undefined {
  // An id becomes a path.
  const upload = /^[0-9a-f]{48}$/.test(id) ? readJson<Upload>(store, id, 'upload.json') : undefined;
  return upload?.bucket === bucket && upload.key === key ? upload : undefined;
}

/** Like findUpload, with 404 NoSuchUpload where there is none. */
export function requireUpload(store: Store, bucket: string, key: string, id: string): Upload {
  const upload = findUpload(store, bucket, key, id);
  if (!upload) throw noSuchUpload(id);
  return upload;
}

/** All uploads to a bucket, in no order. */
export function listUploads(store: Store, bucket: string): Upload[] {
  return readdirSync(store.uploadsRoot)
    .map((id) => readJson<Upload>(store, id, 'upload.json'))
    .filter((upload) => upload?.bucket === bucket)
    .filter((upload) => upload !== undefined);
}

/** Takes a finished temporary file as a part, in place of an earlier one of that number. */
export function addPart(store: Store, id: string, tempPath: string, part: Omit<Part, 'file'>): void {
  const file = `${part.number}-${randomBytes(6).toString('hex')}`;
  const name = `${part.number}.json`;
  try {
    const earlier = readJson<Part>(store, id, name);
    renameSync(tempPath, partPath(store, id, file));
    // Only this makes it a part: a kill in between leaves the earlier one in force.
    writeJson(store, id, name, { ...part, file });
    if (earlier) unlessFsError(absent, () => unlinkSync(partPath(store, id, earlier.file)));
  } catch (error) {
    if (isFsError(error, 'ENOENT')) throw noSuchUpload(id);
    throw error;
  }
}

/** The parts of an upload by number. */
export function listParts(store: Store, id: string): Part[] {
  const names = unlessFsError(absent, () => readdirSync(join(store.uploadsRoot, id))) ?? [];
  return names
    .filter((name) => /^\d+\.json$/.test(name))
    .map((name) => readJson<Part>(store, id, name))
    .filter((part) => part !== undefined)
    .sort((a, b) => a.number - b.number);
}

/** Where the bytes of a part lie. */
export function partPath(store: Store, id: string, file: string): string {
  return join(store.uploadsRoot, id, file);
}

/** Removes an upload and its parts. */
export function removeUpload(store: Store, id: string): void {
  rmSync(join(store.uploadsRoot, id), { recursive: true, force: true });
}

/** The error for an upload that is not there. */
export function noSuchUpload(id: string): S3Error {
  return new S3Error(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: id },
  );
}

function writeJson(store: Store, id: string, name: string, value: unknown): void {
  const temp = join(store.tempDir, `${id}-${name}`);
  writeFileSync(temp, JSON.stringify(value));
  renameSync(temp, join(store.uploadsRoot, id, name));
}

// What is there is whole (writeJson renames), so it is what was written.
function readJson<T>(store: Store, id: string, name: string): T | undefined {
  const json = unlessFsError(absent, () => readFileSync(join(store.uploadsRoot, id, name), 'utf8'));
  return json === undefined ? undefined : JSON.parse(json);
}
