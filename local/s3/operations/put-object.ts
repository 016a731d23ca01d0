import type { S3Call, S3Reply } from '../s3-call.ts';
import { objectPath } from '../storage/object-path.ts';
import { requireBucket } from '../storage/store.ts';
import { createTempFile } from '../storage/temp-file.ts';
import { planBody } from '../wire/body-plan.ts';
import { checksumHeaders, encryptionHeaders, keptHeaders, quoteEtag } from '../wire/object-headers.ts';
import { receiveBody } from '../wire/receive-body.ts';
import { commitIf, parseWriteConditions } from './write-conditions.ts';

/** PutObject: receives the body beside the bucket and shows it at the key when it is whole and verified. */
export async function putObject(call: S3Call): Promise<S3Reply> {
  const { store, bucket, key } = call;
  objectPath(requireBucket(store, bucket), key);
  const conditions = parseWriteConditions(call.headers);
  const headers = keptHeaders(call.headers);
  const temp = createTempFile(store);
  try {
    const digest = await receiveBody(call.body, planBody(call.headers), temp.write);
    const state = await temp.finish();
    const record = { key, etag: digest.md5, headers, checksum: digest.checksum };
    await commitIf(store, bucket, { tempPath: temp.path, state, record }, conditions);
    return {
      status: 200,
      headers: { etag: quoteEtag(digest.md5), ...checksumHeaders(digest.checksum), ...encryptionHeaders(headers) },
    };
  } catch (error) {
    await temp.discard();
    throw error;
  }
}
