import type { S3Headers } from '../s3-call.ts';
import { preconditionFailed } from '../s3-error.ts';
import { matchesEtag } from '../wire/etag-list.ts';

/** What a conditional read is held against. */
export type Version = { etag: string; modified: Date };

/**
 * Holds a conditional read against the object (RFC 9110 section 13.2.2): throws 412, or says that nothing newer is
 * there for the caller (304). `prefix` is `x-amz-copy-source-` where the conditions are on the source of a copy.
 */
export function checkReadConditions(headers: S3Headers, version: Version, prefix = ''): 'changed' | 'not-modified' {
  const ifMatch = headers[`${prefix}if-match`];
  const ifNoneMatch = headers[`${prefix}if-none-match`];
  const unmodifiedSince = parseDate(headers[`${prefix}if-unmodified-since`]);
  const modifiedSince = parseDate(headers[`${prefix}if-modified-since`]);
  // HTTP dates have whole seconds.
  const modified = Math.floor(version.modified.getTime() / 1000) * 1000;

  if (ifMatch !== undefined) {
    if (!matchesEtag(ifMatch, version.etag)) throw preconditionFailed(`${prefix}If-Match`);
  } else if (unmodifiedSince !== undefined && modified > unmodifiedSince) {
    throw preconditionFailed(`${prefix}If-Unmodified-Since`);
  }
  if (ifNoneMatch !== undefined) return matchesEtag(ifNoneMatch, version.etag) ? 'not-modified' : 'changed';
  return modifiedSince !== undefined && modified <= modifiedSince ? 'not-modified' : 'changed';
}

// An unreadable date is no condition (RFC 9110 section 13.1.3).
function parseDate(value: string | undefined): number | undefined {
  const time = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}
