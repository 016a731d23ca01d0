import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge.ts';
import { keyThrough } from './key-use.ts';
import { ownStatements, type Surroundings } from './permissions.ts';

/** Where the commands look: everything but Silver itself, which `query` and Gold are for. */
const looksInto = [
  '_lease/*',
  '_journal/*',
  '_runs/*',
  '_staged/*',
  '_accepted/*',
  '_quarantine/*',
  '_held/*',
  '_catalog/*',
  '_acceptances/*',
  '_releases/*',
  '_withdrawals/*',
];

/**
 * What a person may do who works with `npx paylake --target` and nothing else: run, backfill, status, query, explain, quarantine,
 * held, withdraw. To be attached to whoever that is; what they may query is theirs by the tag `RedshiftDbRoles` = `paylake_reader`.
 */
export function createOperatorPolicy(scope: Construct, around: Surroundings): ManagedPolicy {
  const { config, storage, warehouse, machineArn, executionArns } = around;
  const bronze = `arn:aws:s3:::${config.buckets.bronze}`;
  const silver = `arn:aws:s3:::${config.buckets.silver}`;
  const allow = (actions: string[], resources: string[], conditions?: Record<string, object>): PolicyStatement =>
    new PolicyStatement({ actions, resources, conditions });
  const { stackName } = Stack.of(scope);
  const stack = Stack.of(scope).formatArn({
    service: 'cloudformation',
    resource: 'stack',
    resourceName: `${stackName}/*`,
  });
  const statements = [
    // Where the buckets and the machine are: the outputs of this stack.
    allow(['cloudformation:DescribeStacks'], [stack]),
    allow(['s3:ListBucket'], [bronze, silver]),
    allow(['s3:GetObject'], [`${bronze}/*`, ...looksInto.map((prefix) => `${silver}/${prefix}`)]),
    // Files are landed; Bronze's own policy sees to it that none is overwritten.
    allow(['s3:PutObject', 's3:AbortMultipartUpload'], [`${bronze}/*`]),
    allow(['s3:PutObject'], [`${silver}/_releases/*`, `${silver}/_withdrawals/*`, `${silver}/_acceptances/*`]),
    keyThrough(storage.key, ['s3']),
    allow(['states:StartExecution', 'states:ListExecutions'], [machineArn]),
    allow(['states:DescribeExecution', 'states:GetExecutionHistory'], [executionArns]),
    allow(['redshift-data:ExecuteStatement'], [warehouse.workgroupArn]),
    allow(['redshift-serverless:GetCredentials'], [warehouse.workgroupArn]),
    allow(['redshift-data:DescribeStatement', 'redshift-data:GetStatementResult'], ['*'], ownStatements),
  ];
  const policy = new ManagedPolicy(scope, 'Operator', {
    description: `Paylake ${config.name}: the commands of npx paylake --target ${config.name}`,
    statements,
  });
  for (const { resources } of statements)
    acknowledgeWildcards(
      policy,
      resources,
      'Objects the commands read and land, executions of this one machine, own statements',
    );
  return policy;
}
