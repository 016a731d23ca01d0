import {
  Annotations,
  ArnFormat,
  CfnOutput,
  type CustomResourceProviderBase,
  Duration,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Trigger } from 'aws-cdk-lib/triggers';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config.ts';
import { executionTimeoutSeconds, pipeline, type StageName, stageNames } from '../pipeline.ts';
import { toCommand } from '../run/to-command.ts';
import { acknowledgeWildcards } from './acknowledge.ts';
import { addAlarms } from './alarms.ts';
import { duckdbLayer } from './duckdb-layer.ts';
import { environmentsOf } from './environments.ts';
import { createLogGroup, logIntoStack } from './log-group.ts';
import { createOperatorPolicy } from './operator-policy.ts';
import { createPeopleRoles } from './people-roles.ts';
import { migrationPermissions, permissionsOf, type Surroundings } from './permissions.ts';
import { addSchedules } from './schedules.ts';
import { StageFunction } from './stage-function.ts';
import type { StorageStack } from './storage-stack.ts';
import { toAsl } from './to-asl.ts';
import type { Warehouse } from './warehouse-stack.ts';

/** Memory and scratch space of the functions that work on rows. Two virtual CPUs begin at 3,538 MiB. */
const engineMemoryMiB = 3538;
const engineScratchMiB = 10_240;

/** What works: functions, state machine, schedules, alerts. Stateless; it can be deleted and deployed again at any time. */
export class PipelineStack extends Stack {
  readonly alertTopic: Topic;

  constructor(
    scope: Construct,
    id: string,
    config: EnvironmentConfig,
    { storage, warehouse }: { storage: StorageStack; warehouse: Warehouse },
    props: StackProps,
  ) {
    super(scope, id, props);
    const { key } = storage;
    const topic = new Topic(this, 'AlertTopic', { masterKey: key, enforceSSL: true });
    // The policy that enforces TLS replaces the default one, which let alarms publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    if (config.protectData && config.alertEmails.length === 0) {
      const message = 'nobody gets the alerts: put addresses into alertEmails, or subscribe to the topic';
      Annotations.of(topic).addWarningV2('paylake:no-receiver', message);
    }
    this.alertTopic = topic;
    for (const email of config.alertEmails) topic.addSubscription(new EmailSubscription(email));

    const machineName = `paylake-${config.name}`;
    const states = { service: 'states', arnFormat: ArnFormat.COLON_RESOURCE_NAME };
    const machineArn = this.formatArn({ ...states, resource: 'stateMachine', resourceName: machineName });
    const executionArns = this.formatArn({ ...states, resource: 'execution', resourceName: `${machineName}:*` });
    const around: Surroundings = {
      config,
      storage,
      warehouse,
      alertTopicArn: topic.topicArn,
      machineArn,
      executionArns,
    };
    const layer = duckdbLayer(this, config);
    const environments = environmentsOf(config, around);
    const stages = stageNames.filter((name) => name !== 'generate' || config.generator);
    const functions = new Map(
      stages.map((name) => [
        name,
        new StageFunction(this, name.charAt(0).toUpperCase() + name.slice(1), {
          folder: name,
          config,
          key,
          environment: environments[name],
          permissions: permissionsOf(name, around),
          timeoutSeconds: pipeline[name].timeoutSeconds,
          ...(['accept', 'rank', 'stage', 'publish'].includes(name) && {
            engine: { layers: [layer], scratchMiB: engineScratchMiB },
            memoryMiB: engineMemoryMiB,
          }),
          ...(['load', 'gold'].includes(name) && { needsSql: true }),
          ...(name === 'load' && { databaseRole: 'paylake_loader' }),
          ...(name === 'gold' && { databaseRole: 'paylake_exporter' }),
        }).function,
      ]),
    );
    const migrate = new StageFunction(this, 'Migrate', {
      folder: 'migrate',
      config,
      key,
      environment: environments.migrate,
      permissions: migrationPermissions(around),
      timeoutSeconds: 300,
      needsSql: true,
    });
    new Trigger(this, 'Migrations', { handler: migrate.function, timeout: Duration.minutes(5) });
    logIntoStack(
      this.node.findChild('AWSCDK.TriggerCustomResourceProviderCustomResourceProvider') as CustomResourceProviderBase,
      createLogGroup(this, 'TriggerLogs', { config, key }),
    );
    const watch = new StageFunction(this, 'Watch', {
      folder: 'watch',
      config,
      key,
      environment: environments.watch,
      permissions: permissionsOf('watch', around),
      timeoutSeconds: 60,
    });

    // Without a generator plan never leads there; the state still needs an ARN, and gets one nobody may invoke.
    const arnOf = (stage: StageName): string =>
      functions.get(stage)?.functionArn ??
      this.formatArn({
        service: 'lambda',
        resource: 'function',
        resourceName: 'none',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    const role = new Role(this, 'MachineRole', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    const resources = [...functions.values()].map((stage) => stage.functionArn);
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources }));
    const machine = new StateMachine(this, 'Machine', {
      stateMachineName: machineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(toAsl(arnOf))),
      role,
      timeout: Duration.seconds(executionTimeoutSeconds),
      tracingEnabled: true,
      logs: {
        destination: createLogGroup(this, 'MachineLogs', {
          config,
          key,
          name: `/aws/vendedlogs/states/${machineName}`,
        }),
        level: LogLevel.ALL,
        // Only pointers pass through the machine, and not even those belong into logs.
        includeExecutionData: false,
      },
    });
    acknowledgeWildcards(role, ['*'], 'X-Ray and the delivery of logs take no resource');
    const deadLetters = addSchedules(this, config, { machine, watch: watch.function });
    addAlarms(this, config, { machine, watch: watch.function, deadLetters, topic, warehouse });

    const people = createPeopleRoles(this, around);
    const outputs = {
      StateMachineArn: machine.stateMachineArn,
      BronzeBucketName: storage.bronze.bucketName,
      SilverBucketName: storage.silver.bucketName,
      GoldBucketName: storage.gold.bucketName,
      WorkgroupName: warehouse.workgroupName,
      DatabaseName: warehouse.databaseName,
      CopyRoleArn: warehouse.copyRole.roleArn,
      UnloadRoleArn: warehouse.unloadRole.roleArn,
      KeyArn: key.keyArn,
      AlertTopicArn: topic.topicArn,
      ReaderRoleArn: people.Reader.roleArn,
      AnalystRoleArn: people.Analyst.roleArn,
      OperatorPolicyArn: createOperatorPolicy(this, around).managedPolicyArn,
      // What a person who has just deployed does next, ready to copy.
      NextRunBackfill: toCommand('backfill', { from: '2025-09-01', to: '2025-09-05', target: config.name }),
      NextHearAlerts: `aws sns subscribe --protocol email --notification-endpoint YOU@EXAMPLE.COM --topic-arn ${topic.topicArn}`,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
