import { PutObjectCommand } from '@aws-sdk/client-s3';
import { PaylakeError } from '../errors.ts';
import { icebergRecordKey } from '../lake/keys.ts';
import { type Bucket, getJson, isErrorNamed } from '../lake/objects.ts';

/**
 * What the Iceberg table of a dataset was given: event dates with the digest of their rows. A date that is being replaced is not in it, so
 * that one whose publisher died is replaced again. `etag` is that of the record as it was read or written, undefined where there is none.
 */
export type IcebergRecord = { dates: Readonly<Record<string, string>>; etag: string | undefined };

export async function readRecord(silver: Bucket, dataset: string): Promise<IcebergRecord> {
  const found = await getJson<{ dates: Record<string, string> }>(silver, icebergRecordKey(dataset));
  return { dates: found?.value.dates ?? {}, etag: found?.etag };
}

/** Replaces the dates of a record; throws `transient` where another publisher has written one since. */
export async function replaceRecord(
  silver: Bucket,
  dataset: string,
  { dates, etag }: IcebergRecord,
): Promise<IcebergRecord> {
  const condition = etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag };
  const Body = `${JSON.stringify({ dates }, null, 2)}\n`;
  const put = { Bucket: silver.name, Key: icebergRecordKey(dataset), Body, ContentType: 'application/json' };
  try {
    const { ETag } = await silver.s3.send(new PutObjectCommand({ ...put, ...condition }));
    return { dates, etag: ETag };
  } catch (error) {
    if (!['PreconditionFailed', 'ConditionalRequestConflict'].some((name) => isErrorNamed(error, name))) throw error;
    const next = 'nothing is lost: whoever comes next publishes what is missing';
    throw new PaylakeError('transient', `another publisher is at work on the Iceberg table of ${dataset}`, next);
  }
}
