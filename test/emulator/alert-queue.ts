import { setTimeout as sleep } from 'node:timers/promises';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { callJson } from './call-json.ts';

type Received = { Messages?: { MessageId: string; Body: string; ReceiptHandle: string }[] };

const secondsToWait = 30;

/** A queue on the alert topic; `next` takes the messages that name a run, and waits for the first. */
export type AlertQueue = { next(runId: string): Promise<string[]> };

export async function subscribeQueue(env: Record<string, string>, topicArn: string): Promise<AlertQueue> {
  const sqs = <Reply>(operation: string, body: object): Promise<Reply> =>
    callJson<Reply>(env, 'sqs', `AmazonSQS.${operation}`, body);
  const { QueueUrl } = await sqs<{ QueueUrl: string }>('CreateQueue', { QueueName: 'alerts' });
  const { Attributes } = await sqs<{ Attributes: { QueueArn: string } }>('GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['QueueArn'],
  });
  const sns = new SNSClient({ region: env.AWS_REGION, endpoint: env.AWS_ENDPOINT_URL });
  const raw = { RawMessageDelivery: 'true' };
  await sns.send(
    new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: Attributes.QueueArn, Attributes: raw }),
  );
  sns.destroy();
  const receive = async (): Promise<string[]> => {
    const { Messages = [] } = await sqs<Received>('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
    for (const { ReceiptHandle } of Messages) await sqs('DeleteMessage', { QueueUrl, ReceiptHandle });
    return Messages.map(({ Body }) => Body);
  };
  return {
    next: async (runId) => {
      for (const until = Date.now() + secondsToWait * 1000; Date.now() < until; await sleep(200)) {
        const found = (await receive()).filter((message) => message.includes(runId));
        if (found.length > 0) return found;
      }
      throw new Error(`no message about ${runId} within ${secondsToWait} seconds`);
    },
  };
}
