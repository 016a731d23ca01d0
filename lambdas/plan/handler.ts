import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { runCost } from '../../lib/cost/run-cost.ts';
import { leaseSeconds } from '../../lib/pipeline.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import { placeOf } from '../../lib/runtime/place-of.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import { ownerState } from '../../lib/stages/plan/owner-state.ts';
import { planRun } from '../../lib/stages/plan/plan-run.ts';
import { env } from './env.ts';

const { BRONZE_BUCKET, SILVER_BUCKET, GENERATOR, ZOMBIE_SECONDS, BASE_CAPACITY_RPU } = readEnv(env);
const meter = createMeter();
const s3 = meter.countS3(new S3Client());
const states = new SFNClient();
const buckets = { bronze: { s3, name: BRONZE_BUCKET }, silver: { s3, name: SILVER_BUCKET } };

export const handler = stageHandler('plan', meter, (event, spent) => {
  const now = new Date();
  const { runId } = event;
  const costOf = (answer: string) =>
    runCost(runId, undefined, { execution: runId, usage: spent(answer), place: placeOf(BASE_CAPACITY_RPU) });
  return planRun(
    buckets,
    { ...event, hasGenerator: GENERATOR === 'on', isGenerated: event.generated.length > 0, costOf },
    { now, seconds: leaseSeconds, ownerState: (owner) => ownerState(states, owner, now, ZOMBIE_SECONDS) },
  );
});
