import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PaylakeError } from '../../../lib/errors.ts';
import { noSuchBucket, S3Error } from '../s3-error.ts';

/** The folders of one running endpoint; all on one file system. */
export type Store = {
  /** `<root>/<bucket>/<key>`: objects and nothing else. */
  root: string;
  metaRoot: string;
  /** Parts of uploads under way; shared by every endpoint over these folders. */
  uploadsRoot: string;
  /** Files being written by this endpoint; gone when it closes. */
  tempDir: string;
};

// Source: AWS, "General purpose buckets naming rules". Never a path.
const bucketName =
  /^(?!.*\.\.|\d+\.\d+\.\d+\.\d+$|xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?<!-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

// Temporary folders of endpoints in this very process; see isAlive in clean-leftovers.ts.
const ownTempDirs = new Set<string>();

/** Whether an endpoint of this process works in that temporary folder. */
export function ownsTempDir(path: string): boolean {
  return ownTempDirs.has(path);
}

/** Makes the folders and the endpoint's own temporary one, named after its process so that its leftovers are known. */
export function openStore(folders: { root: string; metaRoot: string; tmpRoot: string }): Store {
  const root = makeFolder(folders.root);
  const metaRoot = makeFolder(folders.metaRoot);
  const tmpRoot = makeFolder(folders.tmpRoot);
  if (statSync(root).dev !== statSync(tmpRoot).dev) {
    throw new PaylakeError(
      'usage',
      `S3 endpoint: ${tmpRoot} (tmpRoot) and ${root} (root) are on different file systems, but an object appears by a rename from one to the other.`,
      'Put both folders on one disk.',
    );
  }
  const tempDir = join(tmpRoot, `${process.pid}-${randomBytes(6).toString('hex')}`);
  const uploadsRoot = join(tmpRoot, 'uploads');
  mkdirSync(uploadsRoot, { recursive: true });
  ownTempDirs.add(tempDir);
  mkdirSync(tempDir);
  return { root, metaRoot, uploadsRoot, tempDir };
}

function makeFolder(path: string): string {
  mkdirSync(path, { recursive: true });
  return realpathSync.native(path);
}

/** Removes what the endpoint was writing. */
export function closeStore(store: Store): void {
  rmSync(store.tempDir, { recursive: true, force: true });
  ownTempDirs.delete(store.tempDir);
}

/** The folder of a bucket, whether or not it is there; 400 for a name that cannot be one. */
export function bucketPath(store: Store, bucket: string): string {
  if (!bucketName.test(bucket)) {
    throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.', { BucketName: bucket });
  }
  return `${store.root}/${bucket}`;
}

/** Whether that name is a bucket here. */
export function isBucket(store: Store, bucket: string): boolean {
  return (
    bucketName.test(bucket) && lstatSync(bucketPath(store, bucket), { throwIfNoEntry: false })?.isDirectory() === true
  );
}

/** The folder of an existing bucket; 404 NoSuchBucket otherwise. */
export function requireBucket(store: Store, bucket: string): string {
  const path = bucketPath(store, bucket);
  if (!isBucket(store, bucket)) throw noSuchBucket(bucket);
  return path;
}
