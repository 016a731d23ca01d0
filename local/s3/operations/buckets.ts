import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { S3Call, S3Reply } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { removeEmptyFolders } from '../storage/empty-folders.ts';
import { unlessFsError } from '../storage/fs-errors.ts';
import { bucketPath, isBucket, requireBucket } from '../storage/store.ts';
import { listUploads, removeUpload } from '../storage/uploads.ts';
import { formatTime } from '../wire/format-time.ts';
import { element, text, xmlDocument } from '../wire/xml.ts';
import { ownerElement } from './owner.ts';

/** ListBuckets: every folder under the root whose name can be a bucket's. */
export function listBuckets({ store }: S3Call): S3Reply {
  const names = readdirSync(store.root).filter((name) => isBucket(store, name));
  const buckets = names.sort().map((name) => {
    const created = statSync(join(store.root, name)).birthtime;
    return element('Bucket', text('Name', name), text('CreationDate', formatTime(created)));
  });
  return {
    status: 200,
    body: xmlDocument('ListAllMyBucketsResult', ownerElement('Owner'), element('Buckets', ...buckets)),
  };
}

/** CreateBucket: makes the folder. A location constraint is accepted and has no effect: see getBucketLocation. */
export function createBucket({ store, bucket }: S3Call): S3Reply {
  const made = unlessFsError(['EEXIST'], () => {
    mkdirSync(bucketPath(store, bucket));
    return true;
  });
  if (!made) {
    throw new S3Error(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      { BucketName: bucket },
    );
  }
  return { status: 200, headers: { location: `/${bucket}` } };
}

/** HeadBucket: 200 or 404. */
export function headBucket({ store, bucket, headers, query }: S3Call): S3Reply {
  requireBucket(store, bucket);
  return { status: 200, headers: { 'x-amz-bucket-region': signedRegion(headers.authorization, query) } };
}

/** GetBucketLocation: the region the request was signed for, since this endpoint stands in for any. */
export function getBucketLocation({ store, bucket, headers, query }: S3Call): S3Reply {
  requireBucket(store, bucket);
  const region = signedRegion(headers.authorization, query);
  // Source: AWS: the location constraint of us-east-1 is empty.
  return { status: 200, body: xmlDocument('LocationConstraint', region === 'us-east-1' ? '' : region) };
}

/** GetBucketVersioning: never switched on, which S3 says by saying nothing. */
export function getBucketVersioning({ store, bucket }: S3Call): S3Reply {
  requireBucket(store, bucket);
  return { status: 200, body: xmlDocument('VersioningConfiguration') };
}

/** DeleteBucket: 409 BucketNotEmpty while it holds an object; uploads under way go with it. */
export function deleteBucket({ store, bucket }: S3Call): S3Reply {
  const bucketDir = requireBucket(store, bucket);
  if (!removeEmptyFolders(bucketDir, { metaRoot: store.metaRoot, bucket, bucketDir })) {
    throw new S3Error('BucketNotEmpty', 'The bucket you tried to delete is not empty', { BucketName: bucket });
  }
  for (const upload of listUploads(store, bucket)) removeUpload(store, upload.id);
  rmSync(join(store.metaRoot, bucket), { recursive: true, force: true });
  return { status: 204 };
}

function signedRegion(authorization: string | undefined, query: URLSearchParams): string {
  const scope = authorization ?? `Credential=${query.get('X-Amz-Credential') ?? ''},`;
  return /Credential=[^/,\s]+\/\d{8}\/([a-z0-9-]+)\//.exec(scope)?.[1] ?? 'us-east-1';
}
