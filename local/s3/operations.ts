import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  listBuckets,
} from './operations/buckets.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { abortMultipartUpload, createMultipartUpload } from './operations/create-multipart-upload.ts';
import { deleteObject } from './operations/delete-object.ts';
import { deleteObjects } from './operations/delete-objects.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { getObjectAttributes } from './operations/get-object-attributes.ts';
import { listMultipartUploads } from './operations/list-multipart-uploads.ts';
import { listObjects, listObjectsV2 } from './operations/list-objects.ts';
import { listParts } from './operations/list-parts.ts';
import { putObject } from './operations/put-object.ts';
import { uploadPart, uploadPartCopy } from './operations/upload-part.ts';
import {
  deletePermissions,
  objectArn,
  onBucket,
  onCopiedPart,
  onCopy,
  onListing,
  onObject,
  onUpload,
  onWrittenObject,
} from './permissions.ts';
import type { Permission, S3Call, S3Handler } from './s3-call.ts';

/** One S3 operation: which requests are it, what IAM asks for, who answers. */
export type Operation = {
  name: string;
  method: string;
  on: 'service' | 'bucket' | 'object';
  /** Query parameters that must be there. */
  needs?: readonly string[];
  /** Query parameters that may be there; any other makes it another operation. */
  takes?: readonly string[];
  /** A header that must be there. */
  header?: string;
  permissions(call: S3Call): Permission[];
  handle: S3Handler;
};

const listing = ['prefix', 'delimiter', 'max-keys', 'encoding-type'];
const overrides = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
];
const reading = ['partNumber', ...overrides.map((name) => `response-${name}`)];
const copying = 'x-amz-copy-source';

/** Every operation this endpoint implements; the first that fits a request answers it. */
export const operations: readonly Operation[] = [
  {
    name: 'ListBuckets',
    method: 'GET',
    on: 'service',
    permissions: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
    handle: listBuckets,
  },
  { name: 'CreateBucket', method: 'PUT', on: 'bucket', permissions: onBucket('s3:CreateBucket'), handle: createBucket },
  { name: 'HeadBucket', method: 'HEAD', on: 'bucket', permissions: onBucket('s3:ListBucket'), handle: headBucket },
  {
    name: 'DeleteBucket',
    method: 'DELETE',
    on: 'bucket',
    permissions: onBucket('s3:DeleteBucket'),
    handle: deleteBucket,
  },
  {
    name: 'GetBucketLocation',
    method: 'GET',
    on: 'bucket',
    needs: ['location'],
    permissions: onBucket('s3:GetBucketLocation'),
    handle: getBucketLocation,
  },
  {
    name: 'GetBucketVersioning',
    method: 'GET',
    on: 'bucket',
    needs: ['versioning'],
    permissions: onBucket('s3:GetBucketVersioning'),
    handle: getBucketVersioning,
  },
  {
    name: 'ListObjectsV2',
    method: 'GET',
    on: 'bucket',
    needs: ['list-type'],
    takes: [...listing, 'continuation-token', 'start-after', 'fetch-owner'],
    permissions: onListing,
    handle: listObjectsV2,
  },
  {
    name: 'ListObjects',
    method: 'GET',
    on: 'bucket',
    takes: [...listing, 'marker'],
    permissions: onListing,
    handle: listObjects,
  },
  {
    name: 'ListMultipartUploads',
    method: 'GET',
    on: 'bucket',
    needs: ['uploads'],
    takes: ['prefix', 'delimiter', 'max-uploads', 'encoding-type', 'key-marker', 'upload-id-marker'],
    permissions: onBucket('s3:ListBucketMultipartUploads'),
    handle: listMultipartUploads,
  },
  {
    name: 'DeleteObjects',
    method: 'POST',
    on: 'bucket',
    needs: ['delete'],
    permissions: onEveryObject,
    handle: deleteObjects,
  },
  {
    name: 'UploadPartCopy',
    method: 'PUT',
    on: 'object',
    needs: ['partNumber', 'uploadId'],
    header: copying,
    permissions: onCopiedPart,
    handle: uploadPartCopy,
  },
  {
    name: 'UploadPart',
    method: 'PUT',
    on: 'object',
    needs: ['partNumber', 'uploadId'],
    permissions: onUpload,
    handle: uploadPart,
  },
  { name: 'CopyObject', method: 'PUT', on: 'object', header: copying, permissions: onCopy, handle: copyObject },
  { name: 'PutObject', method: 'PUT', on: 'object', permissions: onWrittenObject, handle: putObject },
  {
    name: 'ListParts',
    method: 'GET',
    on: 'object',
    needs: ['uploadId'],
    takes: ['max-parts', 'part-number-marker'],
    permissions: onObject('s3:ListMultipartUploadParts'),
    handle: listParts,
  },
  {
    name: 'GetObjectAttributes',
    method: 'GET',
    on: 'object',
    needs: ['attributes'],
    permissions: onObject('s3:GetObject', 's3:GetObjectAttributes'),
    handle: getObjectAttributes,
  },
  {
    name: 'GetObject',
    method: 'GET',
    on: 'object',
    takes: reading,
    permissions: onObject('s3:GetObject'),
    handle: getObject,
  },
  {
    name: 'HeadObject',
    method: 'HEAD',
    on: 'object',
    takes: reading,
    permissions: onObject('s3:GetObject'),
    handle: headObject,
  },
  {
    name: 'AbortMultipartUpload',
    method: 'DELETE',
    on: 'object',
    needs: ['uploadId'],
    permissions: onObject('s3:AbortMultipartUpload'),
    handle: abortMultipartUpload,
  },
  {
    name: 'DeleteObject',
    method: 'DELETE',
    on: 'object',
    permissions: (call) => deletePermissions(call.bucket, call.key, call.headers['if-match']),
    handle: deleteObject,
  },
  {
    name: 'CreateMultipartUpload',
    method: 'POST',
    on: 'object',
    needs: ['uploads'],
    permissions: onUpload,
    handle: createMultipartUpload,
  },
  {
    name: 'CompleteMultipartUpload',
    method: 'POST',
    on: 'object',
    needs: ['uploadId'],
    permissions: onWrittenObject,
    handle: completeMultipartUpload,
  },
];

// What stands in for the keys until the body of DeleteObjects has been read.
function onEveryObject({ bucket }: S3Call): Permission[] {
  return [{ action: 's3:DeleteObject', resource: objectArn(bucket, '*') }];
}
