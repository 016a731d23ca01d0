import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { PaylakeError } from '../../lib/errors.ts';
import { runKey } from '../../lib/lake/keys.ts';
import { releaseLease } from '../../lib/run/lease.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import { placeOf } from '../../lib/runtime/place-of.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import { isNoteworthy, notify } from '../../lib/stages/report/notify.ts';
import { writeReport } from '../../lib/stages/report/write-report.ts';
import { env } from './env.ts';

const { BRONZE_BUCKET, SILVER_BUCKET, GOLD_BUCKET, ALERT_TOPIC_ARN, TARGET_FLAGS, BASE_CAPACITY_RPU } = readEnv(env);
const meter = createMeter();
const s3 = meter.countS3(new S3Client());
const topic = { client: new SNSClient(), arn: ALERT_TOPIC_ARN };
const places = {
  bronze: { s3, name: BRONZE_BUCKET },
  silver: { s3, name: SILVER_BUCKET },
  gold: { s3, name: GOLD_BUCKET },
  flags: TARGET_FLAGS,
};

export const handler = stageHandler('report', meter, async ({ run, runId, owner }, spent) => {
  const next = run.runId === runId ? 'done' : 'resume';
  const place = placeOf(BASE_CAPACITY_RPU);
  const spend = () => ({ execution: runId, usage: spent(next), place });
  const report = await writeReport(places, run.runId, run.factRows, spend);
  if (report.status === 'failed') {
    throw new PaylakeError('internal', report.error?.message ?? '', report.error?.next ?? '');
  }
  if (isNoteworthy(report)) await notify(topic, report, report.status === 'blocked' ? 'audit' : 'report');
  if (next === 'done') await releaseLease(places.silver, run.dataset, owner);
  return { ...run, status: report.status, reportKey: runKey(run.runId, 'report'), next };
});
