import type { S3Reply } from './s3-call.ts';
import { S3Error } from './s3-error.ts';
import { isFsError } from './storage/fs-errors.ts';
import { text } from './wire/xml.ts';

/** The answer to a request that failed: S3's error document, or headers alone where nothing is wrong (304). */
export function errorReply(error: unknown, resource: string, requestId: string, root: string): S3Reply {
  const { status, code, message, details } = toS3Error(error, root);
  const extra = Object.entries(details).map(([name, value]) => text(name, value));
  return {
    status,
    headers: code === 'InvalidRange' ? { 'content-range': `bytes */${details.ActualObjectSize}` } : undefined,
    // The root of an error document is the one that S3 leaves without a namespace.
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${text('Code', code)}${text('Message', message)}${extra.join('')}${text('Resource', resource)}${text('RequestId', requestId)}</Error>`,
  };
}

/** Any failure in S3's terms: a full disk and too many open files have their own, everything else is InternalError. */
function toS3Error(error: unknown, root: string): S3Error {
  if (error instanceof S3Error) return error;
  if (isFsError(error, 'ENOSPC', 'EDQUOT')) {
    return new S3Error(
      'InsufficientStorage',
      `No space left on the disk of ${root}. This object was not written. Free some space there, or choose another home folder, and run again.`,
    );
  }
  if (isFsError(error, 'EMFILE', 'ENFILE')) {
    return new S3Error('SlowDown', 'Too many open files. Retry with fewer requests at once, or raise `ulimit -n`.');
  }
  return new S3Error(
    'InternalError',
    `We encountered an internal error: ${error instanceof Error ? error.message : error}`,
  );
}
