import { S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { type ErrorKind, errorNames, exitStatus, PaylakeError } from '../../lib/errors.ts';
import { classifyError } from '../../lib/runtime/classify-error.ts';

const withCode = (code: string): Error => Object.assign(new Error(`connect ${code} 127.0.0.1:1`), { code });
const fromService = (name: string, status: number): Error =>
  new S3ServiceException({
    name,
    $fault: status >= 500 ? 'server' : 'client',
    message: 'said the service',
    $metadata: { httpStatusCode: status },
  });

test.each(Object.keys(errorNames) as ErrorKind[])('one of ours, %s, stays as it is', (kind) => {
  const error = new PaylakeError(kind, 'message', 'next');
  expect(classifyError(error)).toBe(error);
  expect(error.name).toBe(errorNames[kind]);
});

describe('passing failures: transient, exit 4, retried', () => {
  test.each(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN'])(
    'the network: %s',
    (code) => {
      expectTransient(withCode(code));
    },
  );

  // What the AWS SDK itself takes for a passing failure (@smithy/core, service-error-classification).
  test.each(['EHOSTUNREACH', 'ENETUNREACH'])('the network, as the SDK knows it: %s', (code) => {
    expectTransient(withCode(code));
  });

  test.each([
    ['SlowDown', 503],
    ['ThrottlingException', 400],
    ['TooManyRequestsException', 429],
    ['ActiveStatementsExceededException', 400],
    ['InternalError', 500],
    ['ServiceUnavailable', 503],
    ['InternalServerException', 500],
    ['GatewayTimeout', 504],
  ])('the service: %s (%i)', (name, status) => {
    expectTransient(fromService(name, status));
  });

  test.each([
    ['RequestTimeout', 400],
    ['TimeoutError', 0],
    ['Throttling', 400],
    ['ThrottledException', 400],
    ['RequestLimitExceeded', 400],
    ['BandwidthLimitExceeded', 400],
    ['RequestThrottled', 400],
    ['UnknownError', 429],
  ])('the service, as the SDK knows it: %s (%i)', (name, status) => {
    expectTransient(fromService(name, status));
  });

  function expectTransient(error: Error): void {
    const failure = classifyError(error);
    expect({ kind: failure.kind, name: failure.name }).toEqual({ kind: 'transient', name: 'TransientError' });
    expect(exitStatus[failure.kind]).toBe(4);
    expect(failure.message).toContain(error.message);
    expect(failure.next).toMatch(/again/);
  }
});

test.each([
  withCode('ENOSPC'),
  fromService('InsufficientStorage', 507),
  new Error('IO Error: No space left on device'),
  new Error('Could not write: disk is full'),
])('a full disk is transient for a person (%s), not for Retry', (error) => {
  const failure = classifyError(error);
  expect(failure.kind).toBe('transient');
  expect(failure.name).not.toBe(errorNames.transient);
  expect(failure.next).toMatch(/space/);
});

describe('everything else is ours: internal, exit 1, never retried', () => {
  test.each([
    new Error('unexpected'),
    new TypeError('x is not a function'),
    new SyntaxError('Unexpected end of JSON input'),
    withCode('ENOENT'),
    fromService('NoSuchKey', 404),
    fromService('ValidationException', 400),
    fromService('PreconditionFailed', 412),
  ])('%s', (error) => {
    const failure = classifyError(error);
    expect({ kind: failure.kind, name: failure.name }).toEqual({ kind: 'internal', name: 'InternalError' });
    expect(failure.message).toContain(error.message);
    expect(failure.next).toMatch(/run id/);
  });

  test.each(['text', 42, null, undefined, { message: 'an object' }])('a thrown %j, which is no Error', (thrown) => {
    expect(classifyError(thrown)).toMatchObject({ kind: 'internal' });
  });
});

test.each(['AccessDenied', 'AccessDeniedException', 'ExpiredTokenException', 'CredentialsProviderError'])(
  '%s is a matter of set-up: exit 2, never retried',
  (name) => {
    const failure = classifyError(fromService(name, 403));
    expect({ kind: failure.kind, name: failure.name }).toEqual({ kind: 'usage', name: 'UsageError' });
    expect(failure.next).toMatch(/credentials/);
  },
);
