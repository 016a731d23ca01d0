import { type CustomResourceProviderBase, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type LifecycleRule, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config.ts';
import { athenaResultsPrefix } from '../lake/keys.ts';
import { acknowledgeCheckov } from './acknowledge.ts';
import { createLogGroup, logIntoStack } from './log-group.ts';

/** What holds data: stateful, protected where the environment says so. */
export class StorageStack extends Stack {
  readonly key: Key;
  readonly bronze: Bucket;
  readonly silver: Bucket;
  readonly gold: Bucket;
  private readonly config: EnvironmentConfig;
  private readonly logs: Bucket;

  constructor(scope: Construct, id: string, config: EnvironmentConfig, props: StackProps) {
    super(scope, id, props);
    this.config = config;
    const removalPolicy = config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.key = new Key(this, 'Key', {
      description: `Paylake ${config.name}: data at rest, alerts, logs`,
      enableKeyRotation: true,
      // Seven days is the least KMS takes.
      pendingWindow: Duration.days(config.protectData ? 30 : 7),
      removalPolicy,
    });
    this.admitServices();
    if (config.iceberg) this.admitTableMaintenance();
    this.logs = new Bucket(this, 'AccessLogBucket', {
      // S3 delivers access logs only to buckets under its own key.
      encryption: BucketEncryption.S3_MANAGED,
      ...this.closed(),
      lifecycleRules: [{ expiration: Duration.days(config.logRetentionDays) }],
    });
    acknowledgeCheckov(this.logs, {
      CKV_AWS_18: 'It is where access logs go: to log access to it would never end',
      CKV_AWS_21: 'Access logs are written once by S3 and expire; nobody overwrites them',
    });
    this.bronze = this.lakeBucket('BronzeBucket', config.buckets.bronze, []);
    this.silver = this.lakeBucket('SilverBucket', config.buckets.silver, [
      { id: 'StagedExpires', prefix: '_staged/', expiration: Duration.days(14) },
      { id: 'OldVersionsExpire', noncurrentVersionExpiration: Duration.days(30) },
    ]);
    this.gold = this.lakeBucket('GoldBucket', config.buckets.gold, [
      { id: 'AnswersExpire', prefix: athenaResultsPrefix, expiration: Duration.days(7) },
      { id: 'OldVersionsExpire', noncurrentVersionExpiration: Duration.days(30) },
    ]);
    const emptier = config.protectData ? undefined : this.bucketEmptier();
    if (emptier) logIntoStack(emptier, createLogGroup(this, 'EmptierLogs', { config, key: this.key }));
    this.makeWriteOnce(this.bronze, emptier);
    // A bucket that stays would otherwise lose what protects it.
    for (const { policy } of [this.bronze, this.silver, this.gold, this.logs])
      policy?.applyRemovalPolicy(removalPolicy);
  }

  /** The function that empties buckets before they are deleted with the stack: the CDK's, where nothing is protected. */
  private bucketEmptier(): CustomResourceProviderBase {
    const id = 'Custom::S3AutoDeleteObjectsCustomResourceProvider';
    return this.node.findChild(id) as CustomResourceProviderBase;
  }

  /** Our log groups and alarms work with the key themselves, for this account only. */
  private admitServices(): void {
    const { account, region } = this;
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogsOfThisAccount',
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': [
              `arn:aws:logs:${region}:${account}:log-group:Paylake-${this.config.name}-*`,
              `arn:aws:logs:${region}:${account}:log-group:/aws/vendedlogs/states/paylake-${this.config.name}`,
              `arn:aws:logs:${region}:${account}:log-group:/aws/redshift/paylake-${this.config.name}/*`,
            ],
          },
        },
      }),
    );
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
  }

  /** S3 Tables compacts tables and drops old snapshots itself (S3 user guide, "Permission requirements for S3 Tables SSE-KMS"). */
  private admitTableMaintenance(): void {
    const tables = this.formatArn({
      service: 's3tables',
      resource: 'bucket',
      resourceName: `paylake-${this.config.name}-silver/*`,
    });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'MaintenanceOfTables',
        principals: [new ServicePrincipal('maintenance.s3tables.amazonaws.com')],
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: ['*'],
        conditions: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': tables } },
      }),
    );
  }

  private lakeBucket(id: string, bucketName: string, rules: LifecycleRule[]): Bucket {
    const bucket = new Bucket(this, id, {
      bucketName,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      versioned: true,
      serverAccessLogsBucket: this.logs,
      serverAccessLogsPrefix: `${id}/`,
      ...this.closed(),
      lifecycleRules: [{ id: 'UploadsExpire', abortIncompleteMultipartUploadAfter: Duration.days(1) }, ...rules],
    });
    this.keepUnderKey(bucket);
    return bucket;
  }

  /**
   * A write that says nothing of encryption is under the bucket's key; one that says something has to say that key: by its ARN,
   * since without one S3 takes a key of its own (PutObject). `StringNotEquals` holds of a header that is not there too.
   */
  private keepUnderKey(bucket: Bucket): void {
    const deny = (sid: string, conditions: Record<string, Record<string, string>>): void => {
      const actions = ['s3:PutObject'];
      const resources = [bucket.arnForObjects('*')];
      const everyone = { effect: Effect.DENY, principals: [new AnyPrincipal()] };
      bucket.addToResourcePolicy(new PolicyStatement({ sid, ...everyone, actions, resources, conditions }));
    };
    const header = 's3:x-amz-server-side-encryption';
    deny('NoOtherKey', {
      Null: { [header]: 'false' },
      StringNotEquals: { [`${header}-aws-kms-key-id`]: this.key.keyArn },
    });
    deny('NoKeyOfTheWriter', { Null: { [`${header}-customer-algorithm`]: 'false' } });
  }

  private closed() {
    const { protectData } = this.config;
    return {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      autoDeleteObjects: !protectData,
    };
  }

  /**
   * Nobody overwrites and nobody deletes: an object is created only where none is (S3 user guide, "Enforce conditional
   * writes"; the parts of a multipart upload are exempt, its completion is not). Where the bucket goes with the stack, only
   * what empties it deletes.
   */
  private makeWriteOnce(bucket: Bucket, emptier?: CustomResourceProviderBase): void {
    const everyone = { effect: Effect.DENY, principals: [new AnyPrincipal()] };
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'CreateOnlyWhereNoneIs',
        ...everyone,
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects('*')],
        conditions: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
      }),
    );
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NobodyDeletes',
        ...everyone,
        actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
        resources: [bucket.arnForObjects('*')],
        ...(emptier && { conditions: { ArnNotEquals: { 'aws:PrincipalArn': emptier.roleArn } } }),
      }),
    );
  }
}
