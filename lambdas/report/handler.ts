import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { PaylakeError } from '../../lib/errors.ts';
import { runKey } from '../../lib/lake/keys.ts';
import { createReceiver } from '../../lib/lineage/events/create-receiver.ts';
import { releaseLease } from '../../lib/run/lease.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import { placeOf } from '../../lib/runtime/place-of.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { stageHandler } from '../../lib/runtime/stage-handler.ts';
import { isNoteworthy, notify } from '../../lib/stages/report/notify.ts';
import { writeEvents } from '../../lib/stages/report/write-events.ts';
import { writeReport } from '../../lib/stages/report/write-report.ts';
import { env } from './env.ts';

const known = readEnv(env);
const meter = createMeter();
const s3 = meter.countS3(new S3Client());
const topic = { client: new SNSClient(), arn: known.ALERT_TOPIC_ARN };
const places = {
  bronze: { s3, name: known.BRONZE_BUCKET },
  silver: { s3, name: known.SILVER_BUCKET },
  gold: { s3, name: known.GOLD_BUCKET },
  flags: known.TARGET_FLAGS,
};
const lineage = createReceiver('report', known);

export const handler = stageHandler('report', meter, async ({ run, runId, owner, startedAt }, spent) => {
  const next = run.runId === runId ? 'done' : 'resume';
  const place = placeOf(known.BASE_CAPACITY_RPU);
  const spend = () => ({ execution: runId, usage: spent(next), place });
  const report = await writeReport(places, run.runId, run.factRows, spend);
  if (report.status === 'failed') {
    throw new PaylakeError('internal', report.error?.message ?? '', report.error?.next ?? '');
  }
  await writeEvents(places.silver, report, { startedAt, endedAt: new Date().toISOString() }, lineage);
  if (isNoteworthy(report)) await notify(topic, report, report.status === 'blocked' ? 'audit' : 'report');
  if (next === 'done') await releaseLease(places.silver, run.dataset, owner);
  return { ...run, status: report.status, reportKey: runKey(run.runId, 'report'), next };
});
