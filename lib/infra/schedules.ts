import { type CfnElement, Duration, RemovalPolicy, Stack, TimeZone } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config.ts';
import { acknowledge, acknowledgeCheckov } from './acknowledge.ts';

/**
 * The daily run at 06:00 Asia/Seoul, and the watch over it: whether it has started at 06:10, whether the day is published at
 * 08:00. Each passes its scheduled time on, so that a delayed delivery still means the same day.
 */
export function addSchedules(
  scope: Construct,
  config: EnvironmentConfig,
  { machine, watch }: { machine: IStateMachine; watch: IFunction },
): Queue {
  const deadLetters = new Queue(scope, 'ScheduleDeadLetters', {
    // It holds a scheduled time and nothing else; under our key the scheduler's roles would need the key too.
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  acknowledge(deadLetters, 'AwsSolutions-SQS3', 'It is the dead-letter queue');
  acknowledgeCheckov(deadLetters, { CKV_AWS_27: 'It is encrypted under a key of SQS (docs/decisions.md, 25)' });
  // Later than an hour after its time a start would no longer help: the watch has told by then.
  const delivery = { deadLetterQueue: deadLetters, retryAttempts: 10, maxEventAge: Duration.hours(1) };
  const at = (hour: string, minute: string): ScheduleExpression =>
    ScheduleExpression.cron({ hour, minute, timeZone: TimeZone.ASIA_SEOUL });
  const scheduledTime = ContextAttribute.scheduledTime;
  new Schedule(scope, 'DailyRun', {
    description: "Yesterday's files, every morning",
    schedule: at('6', '0'),
    enabled: config.schedule,
    target: new StepFunctionsStartExecution(machine, {
      ...delivery,
      input: ScheduleTargetInput.fromObject({ scheduledTime }),
    }),
  });
  const checks = [
    { id: 'StartedWatch', check: 'started', schedule: at('6', '10') },
    { id: 'PublishedWatch', check: 'published', schedule: at('8', '0') },
  ];
  for (const { id, check, schedule } of checks) {
    const input = ScheduleTargetInput.fromObject({ check, dataset: 'transactions', scheduledTime });
    new Schedule(scope, id, {
      schedule,
      enabled: config.schedule,
      target: new LambdaInvoke(watch, { ...delivery, input }),
    });
  }
  // The target grants invoking every version of the function it starts.
  const watchId = Stack.of(scope).getLogicalId(watch.node.defaultChild as CfnElement);
  acknowledge(
    scope,
    `AwsSolutions-IAM5[Resource::<${watchId}.Arn>:*]`,
    'All versions of the one function the scheduler starts',
  );
  return deadLetters;
}
