import { S3Error } from '../s3-error.ts';

/** What a request is about; `bucket` and `key` are empty where the path has none. */
export type Target = { bucket: string; key: string; query: URLSearchParams };

/**
 * Takes a request target apart. Not with `URL`, which would resolve `..` and so let one key name another. Each part is
 * percent-decoded once; `+` in a path is a plus.
 */
export function parseTarget(target: string): Target {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  if (!path.startsWith('/')) throw invalidUri();
  const slash = path.indexOf('/', 1);
  if (slash < 0) return { bucket: decode(path.slice(1)), key: '', query };
  const bucket = decode(path.slice(1, slash));
  const key = decode(path.slice(slash + 1));
  if (bucket === '') throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.', { BucketName: '' });
  return { bucket, key, query };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalidUri();
  }
}

function invalidUri(): S3Error {
  return new S3Error('InvalidURI', "Couldn't parse the specified URI.");
}
