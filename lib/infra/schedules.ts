import { type CfnElement, Duration, RemovalPolicy, Stack, TimeZone } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config.ts';
import { datasets } from '../datasets/index.ts';
import { defaultDataset } from '../run/dataset-flag.ts';
import { acknowledge, acknowledgeCheckov } from './acknowledge.ts';

/** Minutes after its schedule by which a run has started; the scheduler delivers within seconds. */
const startsWithin = 10;

/**
 * The daily run of every dataset that has one, and the watch over it: whether it has started ten minutes later, and whether the day
 * is published by its hour. Each passes its scheduled time on, so that a delayed delivery still means the same day.
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
  const at = (hour: number, minute: number): ScheduleExpression =>
    ScheduleExpression.cron({ hour: String(hour), minute: String(minute), timeZone: TimeZone.ASIA_SEOUL });
  const scheduledTime = ContextAttribute.scheduledTime;
  for (const { contract, schedule } of Object.values(datasets)) {
    if (!schedule) continue;
    const { name: dataset } = contract;
    const { hour, minute, doneByHour } = schedule;
    const idOf = (id: string): string => (dataset === defaultDataset ? id : `${id}-${dataset}`);
    // The default needs no name, and its input stays what people know.
    const input = dataset === defaultDataset ? { scheduledTime } : { dataset, scheduledTime };
    new Schedule(scope, idOf('DailyRun'), {
      description: `Yesterday's files of ${dataset}, every morning`,
      schedule: at(hour, minute),
      enabled: config.schedule,
      target: new StepFunctionsStartExecution(machine, { ...delivery, input: ScheduleTargetInput.fromObject(input) }),
    });
    const checks = [
      { id: 'StartedWatch', check: 'started', schedule: at(hour, minute + startsWithin) },
      { id: 'PublishedWatch', check: 'published', schedule: at(doneByHour, 0) },
    ];
    for (const { id, check, schedule: when } of checks) {
      new Schedule(scope, idOf(id), {
        schedule: when,
        enabled: config.schedule,
        target: new LambdaInvoke(watch, {
          ...delivery,
          input: ScheduleTargetInput.fromObject({ check, dataset, scheduledTime }),
        }),
      });
    }
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
