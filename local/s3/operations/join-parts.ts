import { createHash } from 'node:crypto';
import type { S3Headers } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import type { Part, Upload } from '../storage/uploads.ts';
import { type Checksum, checksumAlgorithms, checksumHeader, createHasher, type Hasher } from '../wire/checksums.ts';

/** The ETag of a multipart object: the MD5 of the MD5s of its parts, and their number. */
export function joinEtags(parts: readonly { etag: string }[]): string {
  const md5 = createHash('md5');
  for (const part of parts) md5.update(Buffer.from(part.etag, 'hex'));
  return `${md5.digest('hex')}-${parts.length}`;
}

/** The checksum of the whole: running over its bytes (`whole`), or over the checksums of its parts. */
export function joinChecksums({ checksum }: Upload, parts: Part[], whole: Hasher | undefined): Checksum | undefined {
  if (!checksum) return undefined;
  if (whole) return { ...checksum, value: whole.digest() };
  const hasher = createHasher(checksum.algorithm);
  for (const part of parts) hasher.update(Buffer.from(part.checksum ?? '', 'base64'));
  return { ...checksum, value: `${hasher.digest()}-${parts.length}` };
}

/** Holds what the request says of the whole object (size, checksum) against what came out; 400 where it differs. */
export function checkStated(headers: S3Headers, parts: Part[], checksum: Checksum | undefined): void {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const statedSize = headers['x-amz-mp-object-size'];
  if (statedSize !== undefined && Number(statedSize) !== size) {
    throw new S3Error(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${statedSize} does not match what was computed: ${size}`,
    );
  }
  const type = headers['x-amz-checksum-type'];
  if (type !== undefined && type !== checksum?.type) {
    throw new S3Error(
      'InvalidRequest',
      `The upload was created using the ${checksum?.type ?? 'no'} checksum type, not ${type}.`,
    );
  }
  const stated = statedChecksum(headers);
  if (!stated) return;
  const same = stated.algorithm === checksum?.algorithm && bare(stated.value) === bare(checksum.value);
  if (!same) {
    throw new S3Error('BadDigest', `The ${stated.algorithm} you specified did not match the calculated checksum.`);
  }
}

function statedChecksum(headers: S3Headers): Pick<Checksum, 'algorithm' | 'value'> | undefined {
  const algorithm = checksumAlgorithms.find((known) => headers[checksumHeader(known)] !== undefined);
  return algorithm && { algorithm, value: headers[checksumHeader(algorithm)] ?? '' };
}

function bare(value: string): string {
  return value.replace(/-\d+$/, '');
}
