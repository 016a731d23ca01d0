import type { S3Headers } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { type ChecksumAlgorithm, parseChecksumAlgorithm, parseChecksumValue } from './checksums.ts';

/** What the headers promise about a body, to be held against what arrives. */
export type BodyPlan = {
  /** Payload bytes, without aws-chunked framing. */
  length: number;
  chunked: boolean;
  /** Value in a header, or undefined where it comes as a trailer. */
  checksum?: { algorithm: ChecksumAlgorithm; value?: string };
  contentMd5?: string;
  sha256?: string;
};

// Source: AWS, "Maximum object size for a single upload (PUT or part)".
const maxPutBytes = 5 * 1024 ** 3;
const notChecksums = ['x-amz-checksum-algorithm', 'x-amz-checksum-type', 'x-amz-checksum-mode'];

/** Reads the promises out of the headers; refuses what contradicts itself the way S3 does. */
export function planBody(headers: S3Headers): BodyPlan {
  const contentSha = headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  const chunked = contentSha.startsWith('STREAMING-');
  if (!chunked && /\baws-chunked\b/.test(headers['content-encoding'] ?? '')) {
    throw new S3Error('InvalidRequest', 'Content-Encoding aws-chunked needs an x-amz-content-sha256 of STREAMING-*.');
  }
  return {
    length: readLength(headers, chunked),
    chunked,
    checksum: readChecksum(headers),
    contentMd5: readContentMd5(headers),
    sha256: /^[0-9a-f]{64}$/i.test(contentSha) ? contentSha.toLowerCase() : undefined,
  };
}

function readLength(headers: S3Headers, chunked: boolean): number {
  if (!chunked && headers['transfer-encoding'] !== undefined) {
    throw new S3Error(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented. S3 needs the length beforehand: set ContentLength, or upload with lib-storage.',
      { Header: 'Transfer-Encoding' },
    );
  }
  const name = chunked ? 'x-amz-decoded-content-length' : 'content-length';
  const value = headers[name];
  if (value === undefined || !/^\d{1,15}$/.test(value)) {
    throw new S3Error('MissingContentLength', `You must provide the ${name} HTTP header.`);
  }
  const length = Number(value);
  if (length > maxPutBytes) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      ProposedSize: value,
      MaxSizeAllowed: String(maxPutBytes),
    });
  }
  return length;
}

function readChecksum(headers: S3Headers): BodyPlan['checksum'] {
  const given = Object.keys(headers).filter(
    (name) => name.startsWith('x-amz-checksum-') && !notChecksums.includes(name),
  );
  const trailer = headers['x-amz-trailer']?.trim().toLowerCase();
  if (given.length + (trailer === undefined ? 0 : 1) > 1) {
    throw new S3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const name = given[0] ?? trailer;
  if (name === undefined) {
    if (headers['x-amz-sdk-checksum-algorithm'] === undefined) return undefined;
    throw new S3Error(
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (!name.startsWith('x-amz-checksum-')) {
    throw new S3Error('InvalidRequest', 'The value specified in the x-amz-trailer header is not supported');
  }
  const algorithm = parseChecksumAlgorithm(name.slice('x-amz-checksum-'.length));
  if (given.length === 0) return { algorithm };
  return { algorithm, value: parseChecksumValue(algorithm, headers[name] ?? '', `${name} header`) };
}

function readContentMd5(headers: S3Headers): string | undefined {
  const value = headers['content-md5'];
  if (value === undefined) return undefined;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== 16) throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  return bytes.toString('hex');
}
