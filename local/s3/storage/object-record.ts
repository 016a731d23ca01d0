import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Checksum } from '../wire/checksums.ts';
import { absent, isFsError, unlessFsError } from './fs-errors.ts';

/** What S3 knows of an object beside its bytes. */
export type ObjectRecord = {
  key: string;
  /** Without quotes. */
  etag: string;
  /** Response headers given by the writer: content type, cache headers, user metadata, ... */
  headers: Record<string, string>;
  checksum?: Checksum;
  /** Set for a multipart object: which upload made it, and its parts. */
  upload?: { id: string; parts: { size: number; checksum?: string }[] };
};

/** Where the records of a bucket lie. */
export type RecordPlace = { metaRoot: string; bucket: string };

/**
 * The file of one record. Its name binds it to the identity of one data file, so a record can never be read with
 * other content: it is written before its data file is renamed into place and means nothing until then.
 */
export function recordPath({ metaRoot, bucket }: RecordPlace, key: string, identity: string): string {
  return `${metaRoot}/${bucket}/${hash('sha256', key).slice(0, 40)}.${identity}.json`;
}

/** The record bound to that identity; undefined where there is none, i.e. the file was put there by someone else. */
export function readRecord(place: RecordPlace, key: string, identity: string): ObjectRecord | undefined {
  const json = unlessFsError(absent, () => readFileSync(recordPath(place, key, identity), 'utf8'));
  if (json === undefined) return undefined;
  try {
    const record: ObjectRecord = JSON.parse(json);
    return record.key === key ? record : undefined;
  } catch {
    // A kill can tear only the record of a foreign file (describeForeign); it is derived anew.
    return undefined;
  }
}

/** Writes the record for that identity. */
export function writeRecord(place: RecordPlace, record: ObjectRecord, identity: string): void {
  const path = recordPath(place, record.key, identity);
  const json = JSON.stringify(record);
  try {
    writeFileSync(path, json);
  } catch (error) {
    if (!isFsError(error, 'ENOENT')) throw error;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, json);
  }
}

/** Removes the record of that identity, if any. */
export function removeRecord(place: RecordPlace, key: string, identity: string): void {
  unlessFsError(absent, () => unlinkSync(recordPath(place, key, identity)));
}
