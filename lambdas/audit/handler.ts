import { S3Client } from '@aws-sdk/client-s3';
import { assertLease } from '../../lib/run/lease.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import { auditRun } from '../../lib/stages/audit/audit-run.ts';
import { env } from './env.ts';

const meter = createMeter();
const silver = { s3: meter.countS3(new S3Client()), name: readEnv(env).SILVER_BUCKET };

export const handler = stageHandler('audit', meter, async ({ run, owner }) => {
  await assertLease(silver, run.dataset, owner);
  const { outcome, units } = await auditRun(silver, run.runId);
  return { ...run, next: outcome, items: units };
});
