import { deletePermissions } from '../permissions.ts';
import type { S3Call, S3Reply } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { requireBucket } from '../storage/store.ts';
import { malformedXml, readXmlBody } from '../wire/read-xml-body.ts';
import { element, text, xmlDocument } from '../wire/xml.ts';
import { xmlElements, xmlText } from '../wire/xml-request.ts';
import { removeObject } from './delete-object.ts';

type Target = { key: string; etag?: string; versionId?: string; isLimited: boolean };

// Source: AWS, DeleteObjects: "up to 1,000 keys".
const maxKeys = 1000;

/** DeleteObjects: removes up to 1,000 objects one after another; each has its own result. */
export async function deleteObjects(call: S3Call): Promise<S3Reply> {
  requireBucket(call.store, call.bucket);
  requireDigest(call);
  const xml = await readXmlBody(call, 'Delete');
  const targets = xmlElements(xml, 'Object').map(readTarget);
  if (targets.length === 0 || targets.length > maxKeys) throw malformedXml();
  const quiet = xmlText(xml, 'Quiet')?.trim().toLowerCase() === 'true';

  const results: string[] = [];
  for (const target of targets) results.push(await removeTarget(call, target, quiet));
  return {
    status: 200,
    body: xmlDocument('DeleteResult', ...results),
    permissions: targets.flatMap((target) => deletePermissions(call.bucket, target.key, target.etag)),
  };
}

function readTarget(xml: string): Target {
  const key = xmlText(xml, 'Key');
  if (key === undefined || key === '') throw malformedXml();
  const isLimited = ['Size', 'LastModifiedTime'].some((name) => xmlText(xml, name) !== undefined);
  return { key, etag: xmlText(xml, 'ETag'), versionId: xmlText(xml, 'VersionId'), isLimited };
}

async function removeTarget(call: S3Call, target: Target, quiet: boolean): Promise<string> {
  const key = text('Key', target.key);
  try {
    if (target.versionId !== undefined && target.versionId !== 'null') {
      throw new S3Error('NotImplemented', 'This endpoint keeps no versions: delete without VersionId.');
    }
    if (target.isLimited) {
      throw new S3Error('NotImplemented', 'Size and LastModifiedTime are conditions of directory buckets.');
    }
    await removeObject(call.store, call.bucket, target.key, target.etag);
    return quiet ? '' : element('Deleted', key);
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return element('Error', key, text('Code', error.code), text('Message', error.message));
  }
}

function requireDigest({ headers }: S3Call): void {
  const digests = Object.keys(headers).some(
    (name) => name === 'content-md5' || name === 'x-amz-trailer' || name.startsWith('x-amz-checksum-'),
  );
  if (!digests) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
}
