import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { runKey } from '../../lib/lake/keys.ts';
import { createReceiver } from '../../lib/lineage/events/create-receiver.ts';
import { releaseLease, shortenLease } from '../../lib/run/lease.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import { placeOf } from '../../lib/runtime/place-of.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import type { StageEvent } from '../../lib/runtime/stage-event.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import { notify } from '../../lib/stages/report/notify.ts';
import { reportFailure, type StepFailure } from '../../lib/stages/report/report-failure.ts';
import { writeEvents } from '../../lib/stages/report/write-events.ts';
import { env } from './env.ts';

const vars = readEnv(env);
const { SILVER_BUCKET, ALERT_TOPIC_ARN, TARGET_FLAGS, ZOMBIE_SECONDS, BASE_CAPACITY_RPU } = vars;
const meter = createMeter();
const silver = { s3: meter.countS3(new S3Client()), name: SILVER_BUCKET };
const topic = { client: new SNSClient(), arn: ALERT_TOPIC_ARN };
const lineage = createReceiver('fail', vars);

type FailEvent = StageEvent & { failure: StepFailure & { step: string } };

export const handler = stageHandler('fail', meter, async (event, spent) => {
  const { runId, request, startedAt, owner, failure: error } = event as FailEvent;
  const { step } = error;
  const gaps = [`execution ${runId}: what ${step} used before it failed`];
  const spend = { execution: runId, usage: spent('failed'), place: placeOf(BASE_CAPACITY_RPU), gaps };
  const known = { runId, request, startedAt, step, error, flags: TARGET_FLAGS };
  const report = await reportFailure(silver, { ...known, spend });
  // Other functions of the same stage may still be writing to Silver: nobody else must before they are gone.
  if (step === 'publish' && ZOMBIE_SECONDS > 0)
    await shortenLease(silver, report.dataset, owner, new Date(Date.now() + ZOMBIE_SECONDS * 1000));
  else await releaseLease(silver, report.dataset, owner);
  await notify(topic, report, step);
  const times = { startedAt, endedAt: new Date().toISOString() };
  await writeEvents(silver, report, times, lineage);
  return { next: 'failed', runId, dataset: report.dataset, status: report.status, reportKey: runKey(runId, 'report') };
});
