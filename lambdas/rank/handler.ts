import { S3Client } from '@aws-sdk/client-s3';
import { findContract } from '../../lib/datasets/find-contract.ts';
import { runKey } from '../../lib/lake/keys.ts';
import { needJson } from '../../lib/lake/objects.ts';
import type { RunPlan } from '../../lib/run/records.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import { rankRun } from '../../lib/stages/rank/rank-run.ts';
import { env } from './env.ts';

const { SILVER_BUCKET, DUCKDB_MEMORY_MIB, CHUNK_ROWS } = readEnv(env);
const meter = createMeter();
const silver = { s3: meter.countS3(new S3Client()), name: SILVER_BUCKET };

export const handler = stageHandler('rank', meter, async ({ run }) => {
  const plan = await needJson<RunPlan>(silver, runKey(run.runId, 'plan'));
  const ranking = await rankRun(silver, findContract(plan.dataset), plan, {
    memoryMiB: DUCKDB_MEMORY_MIB,
    chunkRows: CHUNK_ROWS,
  });
  return { ...run, next: 'ranked', items: ranking.chunks.map(({ name }) => ({ chunk: name })) };
});
