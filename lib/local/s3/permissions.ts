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

/** Declares actions on the object of the call. */
export function onObject(...actions: string[]): (call: S3Call) => Permission[] {
  return ({ bucket, key }) => actions.map((action) => ({ action, resource: objectArn(bucket, key) }));
}

/** A write: an If-Match against an ETag also needs s3:GetObject (AWS, "Enforce conditional writes", example 2). */
export function onWrittenObject(call: S3Call): Permission[] {
  const ifMatch = call.headers['if-match'];
  return onObject('s3:PutObject', ...(ifMatch === undefined || ifMatch === '*' ? [] : ['s3:GetObject']))(call);
}

/** A copy: reading the source and writing the target. */
export function onCopy(call: S3Call): Permission[] {
  const source = parseCopySource(call.headers);
  return [{ action: 's3:GetObject', resource: objectArn(source.bucket, source.key) }, ...onWrittenObject(call)];
}

/** What IAM asks for to delete one object; comparing an ETag needs a look at it. */
export function deletePermissions(bucket: string, key: string, ifMatch: string | undefined): Permission[] {
  const resource = objectArn(bucket, key);
  const deletion = { action: 's3:DeleteObject', resource };
  return ifMatch === undefined || ifMatch === '*' ? [deletion] : [deletion, { action: 's3:GetObject', resource }];
}
