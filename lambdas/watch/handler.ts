import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { runsSince } from '../../lib/stages/watch/runs-since.ts';
import { type Watch, watchRun } from '../../lib/stages/watch/watch-run.ts';
import { env } from './env.ts';

const { SILVER_BUCKET, ALERT_TOPIC_ARN, TARGET_FLAGS, MACHINE_ARN } = readEnv(env);
const silver = { s3: new S3Client(), name: SILVER_BUCKET };
const states = new SFNClient();
const topic = new SNSClient();

/** Started by its own schedules; an error of its own raises an alarm. */
export const handler = async (watch: Watch): Promise<{ alerted: boolean }> => {
  const since = { dataset: watch.dataset, since: startOfSchedule(watch) };
  const alert = await watchRun(silver, watch, await runsSince(states, MACHINE_ARN, since), TARGET_FLAGS);
  if (!alert) return { alerted: false };
  const { subject: Subject, message: Message } = alert;
  await topic.send(new PublishCommand({ TopicArn: ALERT_TOPIC_ARN, Subject, Message }));
  return { alerted: true };
};

/** The daily run is scheduled up to two hours before it is looked for. */
function startOfSchedule({ scheduledTime }: Watch): Date {
  return new Date(Date.parse(scheduledTime) - 2 * 3600 * 1000);
}
