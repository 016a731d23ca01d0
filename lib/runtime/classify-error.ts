import { PaylakeError } from '../errors.ts';

const again = 'run the same command again';
const networkCodes = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
];
/** Names under which services ask to come back later: what the SDK itself takes for such, and two of their own. */
const transientNames = [
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'BandwidthLimitExceeded',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'TooManyRequestsException',
  'PriorRequestNotComplete',
  'TransactionInProgressException',
  'EC2ThrottledException',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
  'ActiveStatementsExceededException',
  'ConditionalRequestConflict',
];

/** The caller's own keys or rights: a matter of set-up. */
const setUp = [
  'AccessDenied',
  'AccessDeniedException',
  'ExpiredToken',
  'ExpiredTokenException',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'CredentialsProviderError',
];

/** Any error as a PaylakeError: ours as it is, a service's passing failures as transient, a full disk as such, the rest as internal. */
export function classifyError(error: unknown): PaylakeError {
  if (error instanceof PaylakeError) return error;
  const { name, message, code, status } = describe(error);
  if (code === 'ENOSPC' || name === 'InsufficientStorage' || /no space left|ENOSPC|disk (is )?full/i.test(message)) {
    const full = new PaylakeError('transient', `the disk is full: ${message}`, `free some space, then ${again}`);
    // Trying again at once would not help: not the name that Retry knows.
    full.name = 'DiskFull';
    return full;
  }
  if (networkCodes.includes(code) || transientNames.includes(name) || status === 429 || status >= 500) {
    return new PaylakeError('transient', `${name}: ${message}`, again);
  }
  if (setUp.includes(name)) {
    return new PaylakeError('usage', `${name}: ${message}`, 'check credentials and rights, then run it again');
  }
  return new PaylakeError(
    'internal',
    `${name}: ${message}`,
    'run the same command again, which is safe; if it fails again, report it with the run id',
  );
}

function describe(error: unknown): { name: string; message: string; code: string; status: number } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), code: '', status: 0 };
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  return {
    name: error.name,
    message: error.message,
    code: typeof code === 'string' ? code : '',
    status: $metadata?.httpStatusCode ?? 0,
  };
}
