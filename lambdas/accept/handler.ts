import { S3Client } from '@aws-sdk/client-s3';
import { findContract } from '../../lib/datasets/find-contract.ts';
import { runKey, stagedDatePrefix } from '../../lib/lake/keys.ts';
import { needJson } from '../../lib/lake/objects.ts';
import { tellProgress } from '../../lib/run/item-progress.ts';
import type { RunPlan } from '../../lib/run/records.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import { acceptDate } from '../../lib/stages/accept/accept-date.ts';
import { env } from './env.ts';

const { BRONZE_BUCKET, SILVER_BUCKET, DUCKDB_MEMORY_MIB } = readEnv(env);
const meter = createMeter();
const s3 = meter.countS3(new S3Client());
const buckets = { bronze: { s3, name: BRONZE_BUCKET }, silver: { s3, name: SILVER_BUCKET } };

export const handler = stageHandler<{ ingestDate: string }, object>('accept', meter, async ({ run, item }) => {
  const plan = await needJson<RunPlan>(buckets.silver, runKey(run.runId, 'plan'));
  const date = plan.dates.find(({ ingestDate }) => ingestDate === item.ingestDate);
  if (!date) throw new Error(`${item.ingestDate} is not in the plan of ${run.runId}`);
  const { rows } = await acceptDate(buckets, findContract(plan.dataset), date, {
    prefix: stagedDatePrefix(run.runId, item.ingestDate),
    memoryMiB: DUCKDB_MEMORY_MIB,
    tell: tellProgress(buckets.silver, { runId: run.runId, stage: 'accept', item: item.ingestDate }),
  });
  return { ingestDate: item.ingestDate, rows };
});
