import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { leaseSeconds } from '../../lib/pipeline.ts';
import { ownerState } from '../../lib/plan/owner-state.ts';
import { planRun } from '../../lib/plan/plan-run.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import { env } from './env.ts';

const { BRONZE_BUCKET, SILVER_BUCKET, GENERATOR, ZOMBIE_SECONDS } = readEnv(env);
const s3 = new S3Client();
const states = new SFNClient();
const buckets = { bronze: { s3, name: BRONZE_BUCKET }, silver: { s3, name: SILVER_BUCKET } };

export const handler = stageHandler('plan', (event) => {
  const now = new Date();
  return planRun(
    buckets,
    { ...event, hasGenerator: GENERATOR === 'on', isGenerated: event.generated.length > 0 },
    { now, seconds: leaseSeconds, ownerState: (owner) => ownerState(states, owner, now, ZOMBIE_SECONDS) },
  );
});
