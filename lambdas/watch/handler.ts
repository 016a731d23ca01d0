import { S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { type Watch, watchRun } from '../../lib/watch/watch-run.ts';
import { env } from './env.ts';

const { SILVER_BUCKET, ALERT_TOPIC_ARN } = readEnv(env);
const silver = { s3: new S3Client(), name: SILVER_BUCKET };
const topic = new SNSClient();

/** Started by its own schedules; an error of its own raises an alarm. */
export const handler = async (watch: Watch): Promise<{ alerted: boolean }> => {
  const alert = await watchRun(silver, watch);
  if (!alert) return { alerted: false };
  await topic.send(new PublishCommand({ TopicArn: ALERT_TOPIC_ARN, Subject: alert.subject, Message: alert.message }));
  return { alerted: true };
};
