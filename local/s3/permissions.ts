import { parseCopySource } from './operations/copy-source.ts';
import type { Permission, S3Call } from './s3-call.ts';

/** The ARN of an object as IAM policies name it. */
export function objectArn(bucket: string, key: string): string {
  return `arn:aws:s3:::${bucket}/${key}`;
}

/** Declares an action on the bucket of the call. */
export function onBucket(action: string): (call: S3Call) => Permission[] {
  return ({ bucket }) => [{ action, resource: `arn:aws:s3:::${bucket}` }];
}

/** A listing, which policies limit by its prefix. */
export function onListing({ bucket, query }: S3Call): Permission[] {
  const prefix = query.get('prefix');
  const resource = `arn:aws:s3:::${bucket}`;
  return [{ action: 's3:ListBucket', resource, ...(prefix !== null && { context: { 's3:prefix': prefix } }) }];
}

/** Declares actions on the object of the call. */
export function onObject(...actions: string[]): (call: S3Call) => Permission[] {
  return ({ bucket, key }) => actions.map((action) => ({ action, resource: objectArn(bucket, key) }));
}

/** A write: an If-Match against an ETag also needs s3:GetObject (AWS, "Enforce conditional writes", example 2). */
export function onWrittenObject(call: S3Call): Permission[] {
  const ifMatch = call.headers['if-match'];
  const looks = ifMatch === undefined || ifMatch === '*' ? [] : onObject('s3:GetObject')(call);
  return [...onPutObject(call, true), ...looks];
}

/** Beginning a multipart upload, or a part of it: no object comes to be yet. */
export function onUpload(call: S3Call): Permission[] {
  return onPutObject(call, false);
}

function onPutObject({ bucket, key, headers }: S3Call, creates: boolean): Permission[] {
  const { 'if-none-match': ifNoneMatch, 'if-match': ifMatch } = headers;
  const context = {
    's3:ObjectCreationOperation': String(creates),
    ...(ifNoneMatch !== undefined && { 's3:if-none-match': ifNoneMatch }),
    ...(ifMatch !== undefined && { 's3:if-match': ifMatch }),
    ...encryptionContext(headers),
  };
  return [{ action: 's3:PutObject', resource: objectArn(bucket, key), context }];
}

/** What a write says of encryption, which policies name like the headers. */
function encryptionContext(headers: S3Call['headers']): Record<string, string> {
  const given = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-server-side-encryption'));
  return Object.fromEntries(given.map(([name, value]) => [`s3:${name}`, value ?? '']));
}

/** A copy: reading the source and writing the target. */
export function onCopy(call: S3Call): Permission[] {
  return [...onSource(call), ...onWrittenObject(call)];
}

/** A part copied from an object. */
export function onCopiedPart(call: S3Call): Permission[] {
  return [...onSource(call), ...onUpload(call)];
}

function onSource({ headers }: S3Call): Permission[] {
  const { bucket, key } = parseCopySource(headers);
  return [{ action: 's3:GetObject', resource: objectArn(bucket, key) }];
}

/** What IAM asks for to delete one object; comparing an ETag needs a look at it. */
export function deletePermissions(bucket: string, key: string, ifMatch: string | undefined): Permission[] {
  const resource = objectArn(bucket, key);
  const deletion = { action: 's3:DeleteObject', resource };
  return ifMatch === undefined || ifMatch === '*' ? [deletion] : [deletion, { action: 's3:GetObject', resource }];
}
