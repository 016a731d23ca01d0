import { closeSync } from 'node:fs';
import type { S3Call, S3Reply } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { readPieces } from '../storage/read-pieces.ts';
import { requireBucket } from '../storage/store.ts';
import { createTempFile } from '../storage/temp-file.ts';
import { addPart, requireUpload, type Upload } from '../storage/uploads.ts';
import { type BodyPlan, planBody } from '../wire/body-plan.ts';
import { checksumHeaders, quoteEtag } from '../wire/object-headers.ts';
import { parseCount } from '../wire/parse-count.ts';
import { type BodyDigest, receiveBody } from '../wire/receive-body.ts';
import { copyResult } from './copy-result.ts';
import { openCopySource } from './copy-source.ts';

// Source: AWS, "Part numbers: 1 to 10,000".
const maxPartNumber = 10_000;

/** UploadPart: receives one part. */
export async function uploadPart(call: S3Call): Promise<S3Reply> {
  const upload = uploadOf(call);
  const plan = planBody(call.headers);
  const expected = upload.checksum?.algorithm;
  if (plan.checksum && expected && plan.checksum.algorithm !== expected) {
    throw new S3Error(
      'InvalidRequest',
      `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${plan.checksum.algorithm.toLowerCase()}`,
    );
  }
  const { digest } = await storePart(call, upload, call.body, plan);
  const { 'x-amz-checksum-type': _, ...checksum } = checksumHeaders(digest.checksum);
  return { status: 200, headers: { etag: quoteEtag(digest.md5), ...checksum } };
}

/** UploadPartCopy: takes one part from an existing object, or from a range of it. */
export async function uploadPartCopy(call: S3Call): Promise<S3Reply> {
  const upload = uploadOf(call);
  const source = await openCopySource(call);
  try {
    const { start, end } = parseSourceRange(call.headers['x-amz-copy-source-range'], source.size);
    const length = end - start + 1;
    const body = readPieces(source.fd, start, end);
    const { digest, modified } = await storePart(call, upload, body, { length, chunked: false });
    return { status: 200, body: copyResult('CopyPartResult', digest.md5, modified, digest.checksum) };
  } finally {
    closeSync(source.fd);
  }
}

function uploadOf({ store, bucket, key, query }: S3Call): Upload {
  requireBucket(store, bucket);
  return requireUpload(store, bucket, key, query.get('uploadId') ?? '');
}

async function storePart(
  call: S3Call,
  upload: Upload,
  body: AsyncIterable<Buffer>,
  plan: BodyPlan,
): Promise<{ digest: BodyDigest; modified: Date }> {
  const number = parseCount(call.query.get('partNumber'), 'partNumber', { min: 1, max: maxPartNumber });
  const temp = createTempFile(call.store);
  try {
    const digest = await receiveBody(body, plan, temp.write, upload.checksum?.algorithm);
    const { modified } = await temp.finish();
    addPart(call.store, upload.id, temp.path, {
      number,
      etag: digest.md5,
      size: digest.size,
      modified: modified.toISOString(),
      // A checksum of another algorithm than the upload's was verified and has no further use.
      checksum: upload.checksum ? digest.checksum?.value : undefined,
    });
    return { digest, modified };
  } catch (error) {
    await temp.discard();
    throw error;
  }
}

function parseSourceRange(header: string | undefined, size: number): { start: number; end: number } {
  if (header === undefined) return { start: 0, end: size - 1 };
  const [, from, to] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header) ?? [];
  const [start, end] = [Number(from), Number(to)];
  if (from === undefined || start > end) {
    throw new S3Error('InvalidArgument', 'The x-amz-copy-source-range value must be of the form bytes=first-last', {
      ArgumentName: 'x-amz-copy-source-range',
      ArgumentValue: header,
    });
  }
  if (end >= size) throw new S3Error('InvalidRange', `Range specified is not valid for source object of size: ${size}`);
  return { start, end };
}
