import type { S3Client } from '@aws-sdk/client-s3';

/** One thing AWS S3 does, as a program that fails where an endpoint does something else. Its keys are its own. */
export type ConformanceCheck = { name: string; run(client: S3Client, bucket: string): Promise<void> };
