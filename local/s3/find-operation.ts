import { type Operation, operations } from './operations.ts';
import type { S3Headers } from './s3-call.ts';
import { S3Error } from './s3-error.ts';

/** What decides which operation a request is. */
export type RequestShape = { method: string; bucket: string; key: string; query: URLSearchParams; headers: S3Headers };

/**
 * The operation a request is; undefined for one that is not implemented. Every query parameter must belong to it:
 * `?tagging` on an object must not become a GetObject.
 */
export function findOperation(request: RequestShape): Operation | undefined {
  const on = scopeOf(request);
  const parameters = [...request.query.keys()].filter((name) => name !== 'x-id' && !/^x-amz-/i.test(name));
  return operations.find(
    ({ method, on: scope, needs = [], takes = [], header }) =>
      method === request.method &&
      scope === on &&
      (header === undefined || request.headers[header] !== undefined) &&
      needs.every((name) => parameters.includes(name)) &&
      parameters.every((name) => needs.includes(name) || takes.includes(name)),
  );
}

/** What the API calls a request that is not implemented, as well as its shape tells: `GetObjectTagging`. */
export function guessName(request: RequestShape): string {
  const verb = request.method.charAt(0) + request.method.slice(1).toLowerCase();
  const noun = { service: '', bucket: 'Bucket', object: 'Object' }[scopeOf(request)];
  const [parameter = ''] = [...request.query.keys()].filter((name) => name !== 'x-id' && !/^x-amz-/i.test(name));
  const aspect = parameter.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return verb + noun + aspect.replace(/[^A-Za-z]/g, '');
}

/** The error for an operation that is not implemented, naming it. */
export function notImplemented(request: RequestShape): S3Error {
  const parameters = [...request.query.keys()].join('&');
  return new S3Error(
    'NotImplemented',
    `Paylake's local S3 endpoint does not implement ${guessName(request)} (${request.method} on ${scopeOf(request)}${parameters && `, ?${parameters}`}). It has ${operations.map(({ name }) => name).join(', ')}. Use the emulator target or AWS for it.`,
  );
}

const unsupported =
  /^x-amz-(?:tagging|grant-.*|object-lock-.*|bucket-object-lock-.*|.*server-side-encryption-customer-.*|write-offset-bytes|if-match-.*|mfa)$/;

/** Refuses headers whose meaning this endpoint could only pretend to honour (501 NotImplemented). */
export function refuseUnsupportedHeaders(headers: S3Headers): void {
  for (const [name, value = ''] of Object.entries(headers)) {
    const acl = name === 'x-amz-acl' && !['private', 'bucket-owner-full-control'].includes(value);
    const tagging = name === 'x-amz-tagging-directive' && value !== 'COPY';
    if (!acl && !tagging && !unsupported.test(name)) continue;
    throw new S3Error(
      'NotImplemented',
      `Paylake's local S3 endpoint does not implement the header ${name}; leave it out or use the emulator target or AWS.`,
      { Header: name },
    );
  }
}

function scopeOf({ bucket, key }: { bucket: string; key: string }): Operation['on'] {
  if (bucket === '') return 'service';
  return key === '' ? 'bucket' : 'object';
}
