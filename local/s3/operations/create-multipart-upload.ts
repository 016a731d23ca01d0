import type { S3Call, S3Headers, S3Reply } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { objectPath } from '../storage/object-path.ts';
import { requireBucket } from '../storage/store.ts';
import { createUpload, removeUpload, requireUpload, type Upload } from '../storage/uploads.ts';
import { type ChecksumAlgorithm, type ChecksumType, parseChecksumAlgorithm } from '../wire/checksums.ts';
import { encryptionHeaders, keptHeaders } from '../wire/object-headers.ts';
import { text, xmlDocument } from '../wire/xml.ts';

/** CreateMultipartUpload: notes what the finished object will carry. */
export function createMultipartUpload(call: S3Call): S3Reply {
  const { store, bucket, key } = call;
  objectPath(requireBucket(store, bucket), key);
  const headers = keptHeaders(call.headers);
  const checksum = parseUploadChecksum(call.headers);
  const upload = createUpload(store, { bucket, key, initiated: new Date().toISOString(), headers, checksum });
  return {
    status: 200,
    headers: {
      ...encryptionHeaders(headers),
      ...(checksum && { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type }),
    },
    body: xmlDocument(
      'InitiateMultipartUploadResult',
      text('Bucket', bucket),
      text('Key', key),
      text('UploadId', upload.id),
    ),
  };
}

/** AbortMultipartUpload: removes the upload and its parts. */
export function abortMultipartUpload({ store, bucket, key, query }: S3Call): S3Reply {
  requireBucket(store, bucket);
  removeUpload(store, requireUpload(store, bucket, key, query.get('uploadId') ?? '').id);
  return { status: 204 };
}

// Source: AWS, "Checking object integrity": which algorithm goes with which type, and the default of each.
const typesOf: Record<ChecksumAlgorithm, [ChecksumType, ...ChecksumType[]]> = {
  CRC32: ['COMPOSITE', 'FULL_OBJECT'],
  CRC32C: ['COMPOSITE', 'FULL_OBJECT'],
  CRC64NVME: ['FULL_OBJECT'],
  SHA1: ['COMPOSITE'],
  SHA256: ['COMPOSITE'],
};

function parseUploadChecksum(headers: S3Headers): Upload['checksum'] {
  const name = headers['x-amz-checksum-algorithm'];
  const type = headers['x-amz-checksum-type'];
  if (name === undefined) {
    if (type === undefined) return undefined;
    throw new S3Error(
      'InvalidRequest',
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = parseChecksumAlgorithm(name);
  const [fallback] = typesOf[algorithm];
  const found = typesOf[algorithm].find((known) => known === (type ?? fallback));
  if (!found) {
    throw new S3Error(
      'InvalidRequest',
      `The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
    );
  }
  return { algorithm, type: found };
}
