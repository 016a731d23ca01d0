import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { S3Client } from '@aws-sdk/client-s3';
import { createMeter } from '../../lib/runtime/meter.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import { exportGold } from '../../lib/stages/warehouse/export-gold.ts';
import { env } from './env.ts';

const { SILVER_BUCKET, GOLD_BUCKET, WORKGROUP_NAME, DATABASE_NAME, UNLOAD_ROLE_ARN, KMS_KEY_ARN } = readEnv(env);
const meter = createMeter();
const s3 = meter.countS3(new S3Client());
const silver = { s3, name: SILVER_BUCKET };
const gold = { s3, name: GOLD_BUCKET };
const warehouse = {
  client: meter.watchWarehouse(new RedshiftDataClient()),
  workgroup: WORKGROUP_NAME,
  database: DATABASE_NAME,
};

export const handler = stageHandler('gold', meter, async ({ run, owner }) => {
  const { runId, dataset } = run;
  const by = { runId, dataset, owner, unloadRole: UNLOAD_ROLE_ARN, kmsKey: KMS_KEY_ARN, now: new Date() };
  const progress = await exportGold(warehouse, { silver, gold }, by);
  if (progress.status === 'running') return { ...run, next: 'running' };
  return { ...run, next: 'exported', factRows: progress.factRows };
});
