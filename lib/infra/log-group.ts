import { type CfnResource, type CustomResourceProviderBase, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config.ts';

/** Logs, encrypted, that forget as the environment says, and go with the stack unless it protects its data. */
export function createLogGroup(
  scope: Construct,
  id: string,
  { config, key, name }: { config: EnvironmentConfig; key: IKey; name?: string },
): LogGroup {
  return new LogGroup(scope, id, {
    logGroupName: name,
    encryptionKey: key,
    retention: config.logRetentionDays,
    // One that is left behind under a name of ours stands in the way of the next deploy.
    removalPolicy: config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
}

/**
 * The functions of the CDK's custom resources log into groups that Lambda makes when they first run: under no key of ours, for
 * good, and left behind when the stack goes. Here one gets a group of the stack; its role may write into that and make no other.
 */
export function logIntoStack(provider: CustomResourceProviderBase, logs: LogGroup): void {
  const child = (id: string): CfnResource => provider.node.findChild(id) as CfnResource;
  child('Handler').addPropertyOverride('LoggingConfig', { LogGroup: logs.logGroupName });
  child('Role').addPropertyDeletionOverride('ManagedPolicyArns');
  const Action = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  provider.addToRolePolicy({ Effect: 'Allow', Action, Resource: [logs.logGroupArn] });
}
