import { S3Error } from '../s3-error.ts';

// Source: AWS, "Object key name: maximum length 1,024 bytes of UTF-8".
const maxKeyBytes = 1024;
const maxSegmentBytes = 255;

/** Whether a key is the marker of a folder, as consoles and file system layers write them: an empty object `x/` for the folder `x`. */
export function isMarker(key: string): boolean {
  return key.endsWith('/');
}

/**
 * The file that holds an object, or the folder that a marker is about. A key that a file system cannot hold as a path is refused (400 UnsupportedKey)
 * rather than mapped to another name: outside programs read the same paths.
 */
export function objectPath(bucketDir: string, key: string): string {
  if (Buffer.byteLength(key) > maxKeyBytes) {
    throw new S3Error('KeyTooLongError', 'Your key is too long', {
      Size: String(Buffer.byteLength(key)),
      MaxSizeAllowed: String(maxKeyBytes),
    });
  }
  const path = isMarker(key) ? key.slice(0, -1) : key;
  for (const segment of path.split('/')) {
    const flaw = segmentFlaw(segment);
    if (flaw) throw unsupportedKey(key, flaw);
  }
  return `${bucketDir}/${path}`;
}

/** Why a part of a key between slashes cannot be a file name; undefined where it can. */
export function segmentFlaw(segment: string): string | undefined {
  if (segment === '') return 'it begins with "/" or contains "//"';
  if (segment === '.' || segment === '..') return `it contains the path segment "${segment}"`;
  if (segment.includes('\0')) return 'it contains a NUL byte';
  if (!segment.isWellFormed()) return 'it is not valid Unicode';
  if (Buffer.byteLength(segment) > maxSegmentBytes) return `a part between slashes is over ${maxSegmentBytes} bytes`;
  return undefined;
}

/** The error for a key that plain files cannot hold. */
export function unsupportedKey(key: string, reason: string): S3Error {
  return new S3Error(
    'UnsupportedKey',
    `Paylake's local S3 endpoint keeps objects as plain files and cannot hold this key: ${reason}. AWS would take it; choose another key.`,
    { Key: key },
  );
}
