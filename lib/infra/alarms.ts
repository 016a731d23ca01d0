import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config.ts';
import { toCommand } from '../run/to-command.ts';
import type { Warehouse } from './warehouse-stack.ts';

type Watched = {
  machine: StateMachine;
  watch: IFunction;
  deadLetters: IQueue;
  topic: ITopic;
  warehouse: Warehouse;
};

/**
 * Alarms for what cannot speak for itself. A blocked or failed run sends its own message, a missing or late one is told by
 * the watch; these tell when an execution ended without its fail path, and when the watch itself is silent.
 */
export function addAlarms(scope: Construct, config: EnvironmentConfig, watched: Watched): void {
  const { machine, watch, deadLetters, topic, warehouse } = watched;
  const hour = { period: Duration.hours(1), statistic: Stats.SUM };
  const day = { period: Duration.days(1), statistic: Stats.SUM };
  const failures = new MathExpression({
    expression: 'failed + timedOut + aborted',
    usingMetrics: {
      failed: machine.metricFailed(hour),
      timedOut: machine.metricTimedOut(hour),
      aborted: machine.metricAborted(hour),
    },
    period: Duration.hours(1),
  });
  const alarm = (
    id: string,
    metric: IMetric,
    threshold: number,
    description: string,
    whenMissing: TreatMissingData,
  ): void => {
    const isFloor = whenMissing === TreatMissingData.BREACHING;
    new Alarm(scope, id, {
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: isFloor
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: whenMissing,
      alarmDescription: `${description} Environment: ${config.name}.`,
      actionsEnabled: true,
    }).addAlarmAction(new SnsAction(topic));
  };
  const command = (name: string): string => toCommand(name, { target: config.name });
  const fine = TreatMissingData.NOT_BREACHING;
  alarm(
    'RunFailed',
    failures,
    1,
    `A run failed, timed out or was aborted. Next: ${command('status')}, then run it again.`,
    fine,
  );
  alarm(
    'WatchFailed',
    watch.metricErrors(hour),
    1,
    'The watch over the daily run failed: nobody looked whether it started or is late. Next: look at its log.',
    fine,
  );
  alarm(
    'StartNotDelivered',
    deadLetters.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: Stats.MAXIMUM }),
    1,
    `A scheduled start could not be delivered. Next: ${command('run')} for the day in the message.`,
    fine,
  );
  alarm(
    'WarehouseUsage',
    new Metric({
      namespace: 'AWS/Redshift-Serverless',
      metricName: 'ComputeSeconds',
      dimensionsMap: { Workgroup: warehouse.workgroupName },
      ...day,
    }),
    config.warehouse.dailyRpuHours * 3600,
    `The warehouse used ${config.warehouse.dailyRpuHours} RPU hours in a day. Nothing is stopped. Next: look for runaway queries.`,
    fine,
  );
  if (config.schedule) {
    // No news is bad news: the runs that start, and the watch that looks, each at least once a day.
    alarm(
      'RunMissing',
      machine.metricStarted(day),
      1,
      `No run has started for a day. Next: ${command('run')} for the missing days.`,
      TreatMissingData.BREACHING,
    );
    alarm(
      'WatchSilent',
      watch.metricInvocations(day),
      1,
      'The watch over the daily run has not looked for a day. Next: look at its schedules.',
      TreatMissingData.BREACHING,
    );
  }
}
