import { S3Client } from '@aws-sdk/client-s3';
import type { Knobs } from '../../lib/generator/knobs.ts';
import { tellProgress } from '../../lib/run/item-progress.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import { findGenerator } from '../../lib/stages/generate/find-generator.ts';
import { generateDate } from '../../lib/stages/generate/generate-date.ts';
import { env } from './env.ts';

const { BRONZE_BUCKET, SILVER_BUCKET } = readEnv(env);
const meter = createMeter();
const s3 = meter.countS3(new S3Client());
const bronze = { s3, name: BRONZE_BUCKET };
const silver = { s3, name: SILVER_BUCKET };

type Item = { ingestDate: string; knobs: Knobs };

export const handler = stageHandler<Item, object>('generate', meter, async ({ run, item }) => {
  const tell = tellProgress(silver, { runId: run.runId, stage: 'generate', item: item.ingestDate });
  const made = findGenerator(run.dataset);
  return {
    ingestDate: item.ingestDate,
    ...(await generateDate(bronze, made, item.ingestDate, item.knobs, tell)),
  };
});
