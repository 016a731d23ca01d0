import { bucketChecks } from './conformance/buckets.ts';
import { changeChecks } from './conformance/changing.ts';
import type { ConformanceCheck } from './conformance/check.ts';
import { copyChecks } from './conformance/copying.ts';
import { folderChecks } from './conformance/folders.ts';
import { integrityChecks } from './conformance/integrity.ts';
import { listChecks } from './conformance/listing.ts';
import { multipartChecks } from './conformance/multipart.ts';
import { objectChecks } from './conformance/objects.ts';

/** Holds any S3 endpoint against AWS; every check works with keys of its own in one bucket, which it may share. */
export const conformanceChecks: readonly ConformanceCheck[] = [
  ...objectChecks,
  ...copyChecks,
  ...listChecks,
  ...folderChecks,
  ...changeChecks,
  ...integrityChecks,
  ...multipartChecks,
  ...bucketChecks,
];
