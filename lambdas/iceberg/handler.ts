import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import { type EndedRun, endedRun } from '../../lib/iceberg/ended-run.ts';
import { openIceberg } from '../../lib/iceberg/open-iceberg.ts';
import { publishDataset } from '../../lib/iceberg/publish-dataset.ts';
import { needJson } from '../../lib/lake/objects.ts';
import type { RunReport } from '../../lib/run/records.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { env } from './env.ts';

const { SILVER_BUCKET, DUCKDB_MEMORY_MIB, TABLE_BUCKET_ARN, EXTENSIONS } = readEnv(env);
const logger = new Logger({ serviceName: 'paylake-iceberg' });
const s3 = createMeter().countS3(new S3Client());
const silver = { s3, name: SILVER_BUCKET };

/** Invoked when a run has ended; an error of its own raises an alarm, and the next run makes up for it. */
export const handler = async (event: EndedRun): Promise<{ dates: number }> => {
  const { runId, reportKey } = endedRun(event);
  const { dataset } = await needJson<RunReport>(silver, reportKey);
  const [region, credentials] = await Promise.all([s3.config.region(), s3.config.credentials()]);
  const place = { tableBucketArn: TABLE_BUCKET_ARN, region, credentials, extensions: EXTENSIONS };
  const iceberg = await openIceberg(place, DUCKDB_MEMORY_MIB);
  try {
    const { length: dates } = await publishDataset(silver, iceberg, { dataset, runId });
    logger.info('published', { run: runId, dataset, dates });
    return { dates };
  } finally {
    await iceberg.close();
  }
};
