import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { S3Client } from '@aws-sdk/client-s3';
import { assertLease } from '../../lib/run/lease.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import { loadRun } from '../../lib/stages/warehouse/load-run.ts';
import { env } from './env.ts';

const { SILVER_BUCKET, WORKGROUP_NAME, DATABASE_NAME, COPY_ROLE_ARN } = readEnv(env);
const meter = createMeter();
const silver = { s3: meter.countS3(new S3Client()), name: SILVER_BUCKET };
const warehouse = {
  client: meter.watchWarehouse(new RedshiftDataClient()),
  workgroup: WORKGROUP_NAME,
  database: DATABASE_NAME,
};

export const handler = stageHandler('load', meter, async ({ run: { statements: _, ...run }, owner }) => {
  await assertLease(silver, run.dataset, owner);
  const progress = await loadRun(warehouse, silver, { dataset: run.dataset, owner, copyRole: COPY_ROLE_ARN });
  return { ...run, ...progress };
});
