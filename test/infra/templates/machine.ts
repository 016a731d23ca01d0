import { describe, expect, it } from 'vitest';
import { toAsl } from '../../../lib/infra/to-asl.ts';
import { executionTimeoutSeconds } from '../../../lib/pipeline.ts';
import { allowedTo } from '../policies.ts';
import type { Properties, SynthesisedApp } from '../synthesised-app.ts';
import { ownFunctions } from './functions.ts';

/** A metric of an alarm over several: one that is looked at, or what is made of them. */
type MetricPart = {
  Id: string;
  Expression?: string;
  ReturnData?: boolean;
  MetricStat?: { Metric: { MetricName: string }; Stat: string; Period: number };
};

/** What must be true of the machine, the schedules and the alarms. */
export function describeMachine(app: SynthesisedApp): void {
  const machine = app.one('AWS::StepFunctions::StateMachine');
  const machineArn = app.arnOf(machine);
  const { account, region, schedule: isScheduled } = app.config;
  const own = ownFunctions(app);
  const arnOf = (folder: string): string => {
    const found = own.get(folder);
    return found ? app.arnOf(found) : `arn:aws:lambda:${region}:${account}:function:none`;
  };

  describe('the machine', () => {
    it('is the one definition folded out of the flow', () => {
      expect(JSON.parse(String(machine.properties.DefinitionString))).toEqual(toAsl(arnOf));
      expect(toAsl(arnOf).TimeoutSeconds).toBe(executionTimeoutSeconds);
    });

    it('is Standard, traced and logged, without the data that passes through', () => {
      const group = app.one('AWS::Logs::LogGroup', 'MachineLogs');
      expect(machine.properties).toMatchObject({
        StateMachineType: 'STANDARD',
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      });
      expect(JSON.stringify(machine.properties.LoggingConfiguration)).toContain(group.id);
      expect(group.properties.RetentionInDays).toBe(app.config.logRetentionDays);
      expect(group.deletionPolicy).toBe(app.config.protectData ? 'Retain' : 'Delete');
      expect(String(group.properties.LogGroupName)).toMatch(/^\/aws\/vendedlogs\/states\//);
    });

    it('invokes the stages and nothing else', () => {
      const invoked = allowedTo(app, 'MachineRole')
        .filter(({ actions }) => actions.includes('lambda:InvokeFunction'))
        .flatMap(({ resources }) => resources);
      const stages = [...own.keys()].filter((folder) => !['migrate', 'watch'].includes(folder));
      expect(invoked.sort()).toEqual(stages.map(arnOf).sort());
    });
  });

  const schedules = app.ofType('AWS::Scheduler::Schedule').map(({ properties }) => ({
    properties,
    target: properties.Target as Properties,
    input: JSON.parse(String((properties.Target as Properties).Input)) as Record<string, string>,
  }));
  const at = (hour: number, minute: number) =>
    schedules.filter(({ properties }) => properties.ScheduleExpression === `cron(${minute} ${hour} * * ? *)`);

  describe('schedules', () => {
    it.each(schedules)(
      '$properties.ScheduleExpression is Seoul time, passes its time on and loses nothing',
      (schedule) => {
        const { properties, target, input } = schedule;
        expect(properties).toMatchObject({
          ScheduleExpressionTimezone: 'Asia/Seoul',
          FlexibleTimeWindow: { Mode: 'OFF' },
          State: isScheduled ? 'ENABLED' : 'DISABLED',
        });
        expect(input.scheduledTime).toBe('<aws.scheduler.scheduled-time>');
        const queue = app.one('AWS::SQS::Queue');
        expect(target.DeadLetterConfig).toEqual({ Arn: expect.stringContaining(queue.id) });
        const { MaximumEventAgeInSeconds, MaximumRetryAttempts } = target.RetryPolicy as Properties;
        expect(Number(MaximumRetryAttempts)).toBeGreaterThan(0);
        expect(Number(MaximumRetryAttempts)).toBeLessThanOrEqual(10);
        expect(Number(MaximumEventAgeInSeconds)).toBeLessThanOrEqual(2 * 3600);
      },
    );

    it('keep what was not delivered for two weeks, long enough for a holiday', () => {
      expect(app.one('AWS::SQS::Queue').properties.MessageRetentionPeriod).toBe(14 * 86_400);
    });

    it('start the machine once for every dataset, minutes apart; for the default with no input but the time', () => {
      const starts = schedules.filter(({ target }) => target.Arn === machineArn);
      const told = starts.map(({ properties, input }) => [properties.ScheduleExpression, input.dataset]);
      expect(told.sort()).toEqual([
        ['cron(0 6 * * ? *)', undefined],
        ['cron(10 6 * * ? *)', 'trades'],
      ]);
      expect(starts.flatMap(({ input }) => Object.keys(input)).sort()).toEqual([
        'dataset',
        'scheduledTime',
        'scheduledTime',
      ]);
    });

    it('look after every run: has it started, is the day published by 08:00', () => {
      const looks = schedules.filter(({ target }) => target.Arn === arnOf('watch'));
      expect(looks.map(({ input }) => `${input.dataset} ${input.check}`).sort()).toEqual([
        'trades published',
        'trades started',
        'transactions published',
        'transactions started',
      ]);
      const watched = (hour: number, minute: number): string[] =>
        at(hour, minute)
          .filter(({ target }) => target.Arn === arnOf('watch'))
          .map(({ input }) => `${input.dataset} ${input.check}`)
          .sort();
      expect(watched(8, 0)).toEqual(['trades published', 'transactions published']);
      expect(watched(6, 10)).toEqual(['transactions started']);
      expect(watched(6, 20)).toEqual(['trades started']);
    });
  });

  const alarms = app.ofType('AWS::CloudWatch::Alarm');
  const ends = ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'];
  /** [what goes wrong, alarm, metrics it looks at, over how many seconds, what no data means] */
  const wanted: [string, string, string[], number, string][] = [
    ['a run failed', 'RunFailed', ends, 3600, 'notBreaching'],
    ['no run started', 'RunMissing', ['ExecutionsStarted'], 86_400, 'breaching'],
    ['a start was not delivered', 'StartNotDelivered', ['ApproximateNumberOfMessagesVisible'], 300, 'notBreaching'],
    ['nobody looks for missing and late runs', 'WatchSilent', ['Invocations'], 86_400, 'breaching'],
    ['looking for missing and late runs failed', 'WatchFailed', ['Errors'], 3600, 'notBreaching'],
  ];

  describe('alarms', () => {
    it('are these, and that of the warehouse', () => {
      const ids = alarms.map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''));
      expect(ids.sort()).toEqual([...wanted.map(([, id]) => id), 'WarehouseUsage'].sort());
    });

    it.each(wanted)('tell when %s', (_, id, metrics, seconds, whenMissing) => {
      const { properties } = app.one('AWS::CloudWatch::Alarm', id);
      const text = JSON.stringify(properties);
      for (const metric of metrics) expect(text).toContain(`"MetricName":"${metric}"`);
      expect(new Set([...text.matchAll(/"Period":(\d+)/g)].map(([, period]) => Number(period)))).toEqual(
        new Set([seconds]),
      );
      const statistic = id === 'StartNotDelivered' ? 'Maximum' : 'Sum';
      expect(new Set([...text.matchAll(/"Stat(?:istic)?":"(\w+)"/g)].map(([, name]) => name))).toEqual(
        new Set([statistic]),
      );
      expect(properties).toMatchObject({
        TreatMissingData: whenMissing,
        EvaluationPeriods: 1,
        Threshold: 1,
        ActionsEnabled: true,
      });
      const isFloor = whenMissing === 'breaching';
      const operator = isFloor ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold';
      expect(properties.ComparisonOperator).toBe(operator);
    });

    it('count every way a run can end badly, each once and alike', () => {
      const { Metrics, MetricName } = app.one('AWS::CloudWatch::Alarm', 'RunFailed').properties;
      expect(MetricName).toBeUndefined();
      const parts = Metrics as MetricPart[];
      const [sum, ...others] = parts.filter(({ Expression }) => Expression !== undefined);
      expect(others).toEqual([]);
      expect(sum?.ReturnData ?? true).toBe(true);
      const added = sum?.Expression?.split(' + ').map((id) => parts.find((part) => part.Id === id));
      expect(added?.map((part) => part?.MetricStat?.Metric.MetricName).sort()).toEqual(ends.toSorted());
      for (const part of added ?? []) {
        expect(part).toMatchObject({ ReturnData: false, MetricStat: { Stat: 'Sum', Period: 3600 } });
        expect(part?.MetricStat?.Metric).toMatchObject({
          Namespace: 'AWS/States',
          Dimensions: [{ Name: 'StateMachineArn', Value: machineArn }],
        });
      }
    });

    it('all say what to do next, to the alert topic', () => {
      for (const { properties } of alarms) {
        expect(properties.AlarmActions).toEqual([app.outputs.AlertTopicArn]);
        expect(properties.TreatMissingData).toMatch(/^(notBreaching|breaching)$/);
        expect(properties.AlarmDescription).toMatch(/Next: .+/);
      }
    });
  });

  it('has the outputs people and programs rely on', () => {
    expect(app.outputs).toMatchObject({
      StateMachineArn: machineArn,
      BronzeBucketName: app.config.buckets.bronze,
      SilverBucketName: app.config.buckets.silver,
      GoldBucketName: app.config.buckets.gold,
      WorkgroupName: app.one('AWS::RedshiftServerless::Workgroup').properties.WorkgroupName,
      AlertTopicArn: app.arnOf(app.one('AWS::SNS::Topic')),
    });
  });
}
