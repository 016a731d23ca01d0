import { S3Client } from '@aws-sdk/client-s3';
import { generateDate } from '../../lib/generate/generate-date.ts';
import type { GenerateKnobs } from '../../lib/run/request.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import { env } from './env.ts';

const meter = createMeter();
const bronze = { s3: meter.countS3(new S3Client()), name: readEnv(env).BRONZE_BUCKET };

type Item = { ingestDate: string; knobs: GenerateKnobs };

export const handler = stageHandler<Item, object>('generate', meter, async ({ item }) => ({
  ingestDate: item.ingestDate,
  ...(await generateDate(bronze, item.ingestDate, item.knobs)),
}));
