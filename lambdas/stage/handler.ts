import { S3Client } from '@aws-sdk/client-s3';
import { findContract } from '../../lib/datasets/find-contract.ts';
import { rankedKey } from '../../lib/lake/keys.ts';
import { needJson } from '../../lib/lake/objects.ts';
import type { Ranking } from '../../lib/run/records.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import { stageChunk } from '../../lib/stages/stage/stage-chunk.ts';
import { env } from './env.ts';

const { SILVER_BUCKET, DUCKDB_MEMORY_MIB } = readEnv(env);
const meter = createMeter();
const silver = { s3: meter.countS3(new S3Client()), name: SILVER_BUCKET };

export const handler = stageHandler<{ chunk: string }, object>('stage', meter, async ({ run, item }) => {
  const ranking = await needJson<Ranking>(silver, rankedKey(run.runId));
  const chunk = ranking.chunks.find(({ name }) => name === item.chunk);
  if (!chunk) throw new Error(`${item.chunk} is not in the ranking of ${run.runId}`);
  const options = { memoryMiB: DUCKDB_MEMORY_MIB };
  const { rows } = await stageChunk(silver, findContract(run.dataset), run.runId, chunk, options);
  return { chunk: item.chunk, rows };
});
