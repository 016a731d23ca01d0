import { callJson } from './call-json.ts';
import { callService } from './call-service.ts';

/** [kind, service, how all of it are listed, how one's name stands in the answer] */
const kinds: readonly [kind: string, service: string, operation: string, name: RegExp][] = [
  ['bucket', 's3', 'GET /', /<Name>([^<]+)</g],
  ['stack', 'cloudformation', 'Action=DescribeStacks&Version=2010-05-15', /<StackName>([^<]+)</g],
  ['role', 'iam', 'Action=ListRoles&Version=2010-05-08', /<RoleName>([^<]+)</g],
  ['policy', 'iam', 'Action=ListPolicies&Scope=Local&Version=2010-05-08', /<PolicyName>([^<]+)</g],
  ['topic', 'sns', 'Action=ListTopics&Version=2010-03-31', /<TopicArn>[^<]+:([^<]+)</g],
  ['subscription', 'sns', 'Action=ListSubscriptions&Version=2010-03-31', /<SubscriptionArn>([^<]+)</g],
  ['alarm', 'monitoring', 'Action=DescribeAlarms&Version=2010-08-01', /<AlarmName>([^<]+)</g],
  ['queue', 'sqs', 'AmazonSQS.ListQueues', /"http[^"]+\/([^"]+)"/g],
  ['function', 'lambda', 'GET /2015-03-31/functions', /"FunctionName":\s*"([^"]+)"/g],
  ['layer', 'lambda', 'GET /2018-10-31/layers', /"LayerName":\s*"([^"]+)"/g],
  ['schedule', 'scheduler', 'GET /schedules', /"Arn":\s*"[^"]+:schedule\/[^"]*?\/([^"]+)"/g],
  ['machine', 'states', 'AWSStepFunctions.ListStateMachines', /"name":\s*"([^"]+)"/g],
  ['log group', 'logs', 'Logs_20140328.DescribeLogGroups', /"logGroupName":\s*"([^"]+)"/g],
  ['parameter', 'ssm', 'AmazonSSM.DescribeParameters', /"Name":\s*"([^"]+)"/g],
  ['secret', 'secretsmanager', 'secretsmanager.ListSecrets', /"Name":\s*"([^"]+)"/g],
];

/** Everything an account holds of the kinds the app is made of, as `kind name`, sorted. */
export async function listResources(env: Record<string, string>): Promise<string[]> {
  const found = await Promise.all(
    kinds.map(async ([kind, service, operation, name]) => {
      const answer = await callService(env, { service, operation });
      return [...answer.matchAll(name)].map(([, one]) => `${kind} ${one}`);
    }),
  );
  return [...new Set([...found.flat(), ...(await listKeys(env))])].sort();
}

/** Keys by their state: one that was deleted is there for days, and good for nothing. */
async function listKeys(env: Record<string, string>): Promise<string[]> {
  type Listed = { Keys: { KeyId: string }[] };
  type Described = { KeyMetadata: { KeyState: string } };
  const { Keys } = await callJson<Listed>(env, 'kms', 'TrentService.ListKeys');
  return Promise.all(
    Keys.map(async ({ KeyId }) => {
      const { KeyMetadata } = await callJson<Described>(env, 'kms', 'TrentService.DescribeKey', { KeyId });
      return `key ${KeyMetadata.KeyState}`;
    }),
  );
}
