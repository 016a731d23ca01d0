import { createHash } from 'node:crypto';
import { S3Error } from '../s3-error.ts';
import { createAwsChunkedDecoder } from './aws-chunked.ts';
import type { BodyPlan } from './body-plan.ts';
import {
  type Checksum,
  type ChecksumAlgorithm,
  checksumHeader,
  createHasher,
  parseChecksumValue,
} from './checksums.ts';

/** What was received: payload bytes, MD5 in hex, and the checksum asked for. */
export type BodyDigest = { size: number; md5: string; checksum?: Checksum };

/** Takes the payload, piece by piece; a promise holds the sender back until it is settled. */
export type BodySink = (piece: Buffer) => void | Promise<void>;

/**
 * Streams a request body into `sink` and holds it against its plan.
 * Digests are computed on the way, so memory stays bounded; any mismatch throws after the last byte.
 * `algorithm` is computed when the plan itself names none.
 */
export async function receiveBody(
  body: AsyncIterable<Buffer>,
  plan: BodyPlan,
  sink: BodySink,
  algorithm?: ChecksumAlgorithm,
): Promise<BodyDigest> {
  const decoder = plan.chunked ? createAwsChunkedDecoder() : undefined;
  const wanted = plan.checksum?.algorithm ?? algorithm;
  const hasher = wanted && createHasher(wanted);
  const sha256 = plan.sha256 === undefined ? undefined : createHash('sha256');
  const md5 = createHash('md5');
  let size = 0;

  for await (const bytes of body) {
    for (const piece of decoder ? decoder.push(bytes) : [bytes]) {
      size += piece.length;
      if (size > plan.length) throw wrongLength(plan, size);
      md5.update(piece);
      hasher?.update(piece);
      sha256?.update(piece);
      const pending = sink(piece);
      if (pending) await pending;
    }
  }

  const trailers = decoder?.finish();
  if (size !== plan.length) throw wrongLength(plan, size);
  const digest: BodyDigest = { size, md5: md5.digest('hex') };
  if (wanted && hasher) digest.checksum = { algorithm: wanted, value: hasher.digest(), type: 'FULL_OBJECT' };
  verify(plan, digest, sha256?.digest('hex'), trailers);
  return digest;
}

function verify(plan: BodyPlan, digest: BodyDigest, sha256: string | undefined, trailers?: Map<string, string>): void {
  if (plan.contentMd5 !== undefined && plan.contentMd5 !== digest.md5) {
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  if (plan.sha256 !== sha256) {
    throw new S3Error(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  if (plan.checksum === undefined) return;
  const { algorithm } = plan.checksum;
  const name = checksumHeader(algorithm);
  const value = plan.checksum.value ?? trailers?.get(name);
  if (value === undefined) {
    throw new S3Error('MalformedTrailerError', `The trailer ${name} that x-amz-trailer announces is missing.`);
  }
  if (parseChecksumValue(algorithm, value, `${name} trailer`) !== digest.checksum?.value) {
    throw new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
}

function wrongLength(plan: BodyPlan, received: number): S3Error {
  return new S3Error(
    'IncompleteBody',
    `The body does not have the length its headers state: ${plan.length} bytes stated, ${received} received.`,
  );
}
