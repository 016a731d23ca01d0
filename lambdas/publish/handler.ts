import { S3Client } from '@aws-sdk/client-s3';
import { tellProgress } from '../../lib/run/item-progress.ts';
import { assertLease } from '../../lib/run/lease.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import { publishUnit } from '../../lib/stages/publish/publish-unit.ts';
import { env } from './env.ts';

const { SILVER_BUCKET, DUCKDB_MEMORY_MIB } = readEnv(env);
const meter = createMeter();
const silver = { s3: meter.countS3(new S3Client()), name: SILVER_BUCKET };

export const handler = stageHandler<{ unit: string }, object>('publish', meter, async ({ run, owner, item }) => {
  await assertLease(silver, run.dataset, owner);
  const { grownBytes } = await publishUnit(silver, run.dataset, item.unit, {
    memoryMiB: DUCKDB_MEMORY_MIB,
    tell: tellProgress(silver, { runId: run.runId, stage: 'publish', item: item.unit }),
  });
  meter.grow(grownBytes);
  return { unit: item.unit };
});
