import { createReadStream } from 'node:fs';
import type { S3Call, S3Reply } from '../s3-call.ts';
import { isFsError } from '../storage/fs-errors.ts';
import type { ObjectRecord } from '../storage/object-record.ts';
import { requireBucket, type Store } from '../storage/store.ts';
import { findObject } from '../storage/stored-object.ts';
import { createTempFile, type TempFile } from '../storage/temp-file.ts';
import {
  findUpload,
  listParts,
  noSuchUpload,
  type Part,
  partPath,
  removeUpload,
  type Upload,
} from '../storage/uploads.ts';
import { checksumElements } from '../wire/checksum-elements.ts';
import { createHasher, type Hasher } from '../wire/checksums.ts';
import { encryptionHeaders, quoteEtag } from '../wire/object-headers.ts';
import { text, xmlDocument } from '../wire/xml.ts';
import { checkStated, joinChecksums, joinEtags } from './join-parts.ts';
import { parseCompletion, selectParts } from './select-parts.ts';
import { commitIf, parseWriteConditions, type WriteConditions } from './write-conditions.ts';

/**
 * CompleteMultipartUpload: joins the parts beside the bucket and shows the object when it is whole. Repeating it after
 * a lost answer gives the same answer for as long as the object is the one this upload made.
 */
export async function completeMultipartUpload(call: S3Call): Promise<S3Reply> {
  const { store, bucket, key } = call;
  requireBucket(store, bucket);
  const id = call.query.get('uploadId') ?? '';
  const conditions = parseWriteConditions(call.headers);
  const wanted = await parseCompletion(call);
  try {
    const upload = findUpload(store, bucket, key, id);
    if (!upload) throw noSuchUpload(id);
    const parts = selectParts(wanted, listParts(store, id), upload);
    const record = await assemble(call, upload, parts, conditions);
    removeUpload(store, id);
    return completionReply(call, record);
  } catch (error) {
    const done = await findObject(store, bucket, key);
    if (done?.record.upload?.id !== id) {
      const aborted = isFsError(error, 'ENOENT') && !findUpload(store, bucket, key, id);
      throw aborted ? noSuchUpload(id) : error;
    }
    removeUpload(store, id);
    return completionReply(call, done.record);
  }
}

async function assemble(
  { store, bucket, key, headers }: S3Call,
  upload: Upload,
  parts: Part[],
  conditions: WriteConditions,
): Promise<ObjectRecord> {
  const whole = upload.checksum?.type === 'FULL_OBJECT' ? createHasher(upload.checksum.algorithm) : undefined;
  const temp = createTempFile(store);
  try {
    for (const part of parts) await appendPart(store, upload.id, part, temp, whole);
    const checksum = joinChecksums(upload, parts, whole);
    checkStated(headers, parts, checksum);
    const state = await temp.finish();
    const record = {
      key,
      etag: joinEtags(parts),
      headers: upload.headers,
      checksum,
      upload: { id: upload.id, parts: parts.map(({ size, checksum: value }) => ({ size, checksum: value })) },
    };
    await commitIf(store, bucket, { tempPath: temp.path, state, record }, conditions);
    return record;
  } catch (error) {
    await temp.discard();
    throw error;
  }
}

async function appendPart(store: Store, id: string, part: Part, temp: TempFile, hasher?: Hasher): Promise<void> {
  for await (const bytes of createReadStream(partPath(store, id, part.file), { highWaterMark: 1024 * 1024 })) {
    hasher?.update(bytes);
    await temp.write(bytes);
  }
}

function completionReply({ bucket, key, headers }: S3Call, record: ObjectRecord): S3Reply {
  return {
    status: 200,
    headers: encryptionHeaders(record.headers),
    body: xmlDocument(
      'CompleteMultipartUploadResult',
      text('Location', `http://${headers.host ?? ''}/${bucket}/${encodeURI(key)}`),
      text('Bucket', bucket),
      text('Key', key),
      text('ETag', quoteEtag(record.etag)),
      checksumElements(record.checksum),
    ),
  };
}
