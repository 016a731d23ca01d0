import { ArnFormat, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Architecture, Code, type IFunction, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { CfnTableBucket } from 'aws-cdk-lib/aws-s3tables';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { env as icebergEnv } from '../../../lambdas/iceberg/env.ts';
import type { EnvironmentConfig } from '../../config.ts';
import { duckdbLayer } from '../duckdb-layer.ts';
import { duckdbMemoryMiB, type Variables } from '../environments.ts';
import { StageFunction } from '../stage-function.ts';
import type { StorageStack } from '../storage-stack.ts';
import { icebergPermissions } from './iceberg-permissions.ts';
import { prepareExtensions } from './prepare-extensions.ts';

/**
 * Silver as Iceberg tables of S3 Tables, kept up by a function that EventBridge invokes when a run has ended. Nothing of the pipeline
 * knows of it: runs take no longer with it, and fail no more often.
 */
export class IcebergStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    config: EnvironmentConfig,
    { storage, alertTopic }: { storage: StorageStack; alertTopic: ITopic },
    props: StackProps,
  ) {
    super(scope, id, props);
    const { key } = storage;
    const tableBucketName = `paylake-${config.name}-silver`;
    const bucket = new CfnTableBucket(this, 'Tables', {
      tableBucketName,
      encryptionConfiguration: { sseAlgorithm: 'aws:kms', kmsKeyArn: key.keyArn },
    });
    bucket.applyRemovalPolicy(config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    // By name: what a policy speaks of can be read then.
    const tableBucketArn = `arn:aws:s3tables:${config.region}:${config.account}:bucket/${tableBucketName}`;
    const publisher = new StageFunction(this, 'Iceberg', {
      folder: 'iceberg',
      config,
      key,
      environment: {
        SILVER_BUCKET: storage.silver.bucketName,
        DUCKDB_MEMORY_MIB: String(duckdbMemoryMiB),
        TABLE_BUCKET_ARN: tableBucketArn,
        EXTENSIONS: '/opt/duckdb-extensions',
      } satisfies Variables<typeof icebergEnv>,
      permissions: icebergPermissions(config, { key, tableBucketArn }),
      timeoutSeconds: 900,
      memoryMiB: 3538,
      engine: { layers: [duckdbLayer(this, config), extensionsLayer(this, config)], scratchMiB: 10_240 },
    }).function;
    this.invokeAfterRuns(config, publisher);
    const errors = publisher.metricErrors({ period: Duration.hours(1), statistic: Stats.SUM });
    new Alarm(this, 'IcebergFailed', {
      metric: errors,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription:
        'The Iceberg tables are behind Silver; the next run that ends makes up for it. Next: look at the log of the function. ' +
        `Environment: ${config.name}.`,
    }).addAlarmAction(new SnsAction(alertTopic));
    new CfnOutput(this, 'TableBucketArn', { value: tableBucketArn });
  }

  /** By the machine's name, not the machine: so that neither stack waits for the other. */
  private invokeAfterRuns(config: EnvironmentConfig, publisher: IFunction): void {
    const machineArn = this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: `paylake-${config.name}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    new Rule(this, 'RunEnded', {
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { status: ['SUCCEEDED'], stateMachineArn: [machineArn] },
      },
      targets: [new LambdaFunction(publisher, { retryAttempts: 10, maxEventAge: Duration.hours(6) })],
    });
  }
}

function extensionsLayer(scope: Construct, { architecture }: EnvironmentConfig): LayerVersion {
  const isArm = architecture === 'arm64';
  return new LayerVersion(scope, 'Extensions', {
    description: "DuckDB's extensions httpfs, avro and iceberg",
    compatibleArchitectures: [isArm ? Architecture.ARM_64 : Architecture.X86_64],
    code: Code.fromAsset(prepareExtensions(isArm ? 'arm64' : 'x64')),
  });
}
