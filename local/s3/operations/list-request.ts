import { S3Error } from '../s3-error.ts';

/** Whether the client asked for percent-encoded keys. */
export function parseEncoding(query: URLSearchParams): boolean {
  const encoding = query.get('encoding-type');
  if (encoding === null || encoding === '') return false;
  if (encoding === 'url') return true;
  throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request', {
    ArgumentName: 'encoding-type',
    ArgumentValue: encoding,
  });
}

/** How keys are written in a listing: as they are, or as S3 encodes them (`/` kept, space as `+`). */
export function encodeKey(encoded: boolean): (key: string) => string {
  if (!encoded) return (key) => key;
  return (key) =>
    encodeURIComponent(key)
      .replace(/[!'()]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%2F', '/')
      .replaceAll('%20', '+');
}

/** What a key is rolled up into: all of it up to the first delimiter after the prefix; undefined for none. */
export function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}
