import { closeSync } from 'node:fs';
import type { S3Call, S3Reply } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { objectPath } from '../storage/object-path.ts';
import { readPieces } from '../storage/read-pieces.ts';
import { requireBucket } from '../storage/store.ts';
import type { OpenObject } from '../storage/stored-object.ts';
import { createTempFile } from '../storage/temp-file.ts';
import { parseChecksumAlgorithm } from '../wire/checksums.ts';
import { encryptionHeaders, keptHeaders } from '../wire/object-headers.ts';
import { receiveBody } from '../wire/receive-body.ts';
import { copyResult } from './copy-result.ts';
import { openCopySource, parseCopySource } from './copy-source.ts';
import { commitIf, parseWriteConditions } from './write-conditions.ts';

// Source: AWS, CopyObject: "up to 5 GB in size in a single atomic action".
const maxCopyBytes = 5 * 1024 ** 3;

/** CopyObject: copies the bytes; metadata of the source (COPY) or of the request (REPLACE). */
export async function copyObject(call: S3Call): Promise<S3Reply> {
  const { store, bucket, key } = call;
  objectPath(requireBucket(store, bucket), key);
  const conditions = parseWriteConditions(call.headers);
  const source = await openCopySource(call);
  const temp = createTempFile(store);
  try {
    const headers = copiedHeaders(call, source);
    const algorithm = call.headers['x-amz-checksum-algorithm'];
    const digest = await receiveBody(
      readPieces(source.fd, 0, source.size - 1),
      { length: source.size, chunked: false },
      temp.write,
      algorithm === undefined ? source.record.checksum?.algorithm : parseChecksumAlgorithm(algorithm),
    );
    const state = await temp.finish();
    const record = { key, etag: digest.md5, headers, checksum: digest.checksum };
    await commitIf(store, bucket, { tempPath: temp.path, state, record }, conditions);
    return {
      status: 200,
      headers: encryptionHeaders(headers),
      body: copyResult('CopyObjectResult', digest.md5, state.modified, digest.checksum),
    };
  } catch (error) {
    await temp.discard();
    throw error;
  } finally {
    closeSync(source.fd);
  }
}

function copiedHeaders(call: S3Call, source: OpenObject): Record<string, string> {
  if (source.size > maxCopyBytes) {
    throw new S3Error(
      'InvalidRequest',
      'The specified copy source is larger than the maximum allowable size for a copy source: 5368709120. Use UploadPartCopy.',
    );
  }
  const directive = call.headers['x-amz-metadata-directive'] ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw new S3Error('InvalidArgument', 'Unknown metadata directive.', { ArgumentName: 'x-amz-metadata-directive' });
  }
  const given = keptHeaders(call.headers);
  if (directive === 'REPLACE') return given;
  const changes = pickHeaders(given, isSetting);
  const { bucket, key } = parseCopySource(call.headers);
  if (bucket === call.bucket && key === call.key && Object.keys(changes).length === 0) {
    throw new S3Error(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  return { ...pickHeaders(source.record.headers, (name) => !isSetting(name)), ...changes };
}

// Storage class, encryption and redirect belong to each object; S3 never copies them from the source.
function isSetting(name: string): boolean {
  return name.startsWith('x-amz-') && !name.startsWith('x-amz-meta-');
}

function pickHeaders(headers: Record<string, string>, wanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => wanted(name)));
}
