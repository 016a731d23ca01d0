import { Stack } from 'aws-cdk-lib';
import type { GatewayVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, CompositePrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config.ts';
import { acknowledgeWildcards } from './acknowledge.ts';
import { keyThrough } from './key-use.ts';
import type { StorageStack } from './storage-stack.ts';

type Grant = { actions: string[]; resources: string[]; conditions?: Record<string, object> };

/** What COPY may read: staged files, nothing else of the lake. */
const copied = ({ buckets }: EnvironmentConfig): Grant[] => [
  { actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${buckets.silver}/_staged/*`] },
  {
    actions: ['s3:ListBucket'],
    resources: [`arn:aws:s3:::${buckets.silver}`],
    conditions: { StringLike: { 's3:prefix': '_staged/*' } },
  },
];

/** What UNLOAD may write: the marts in the Gold bucket. */
const unloaded = ({ buckets }: EnvironmentConfig): Grant[] => [
  {
    actions: ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
    resources: [`arn:aws:s3:::${buckets.gold}/*`],
  },
  { actions: ['s3:ListBucket', 's3:GetBucketLocation'], resources: [`arn:aws:s3:::${buckets.gold}`] },
];

export function createCopyRole(scope: Construct, config: EnvironmentConfig, { key }: StorageStack): Role {
  const role = createRole(scope, 'CopyRole', 'COPY reads staged files');
  for (const grant of copied(config)) allow(role, grant);
  role.addToPolicy(keyThrough(key, ['s3'], ['kms:Decrypt']));
  return role;
}

export function createUnloadRole(scope: Construct, config: EnvironmentConfig, { key }: StorageStack): Role {
  const role = createRole(scope, 'UnloadRole', 'UNLOAD writes the marts');
  for (const grant of unloaded(config)) allow(role, grant);
  role.addToPolicy(keyThrough(key, ['s3']));
  return role;
}

/**
 * What passes the S3 endpoint of the warehouse's network: with enhanced VPC routing that is COPY and UNLOAD, each under its role,
 * and nothing else. Redshift's own storage, its snapshots and its log exports do not go through our network. An endpoint policy
 * names callers by condition (VPC user guide, "Gateway endpoints": a principal can only be everybody).
 */
export function admitThroughEndpoint(
  endpoint: GatewayVpcEndpoint,
  config: EnvironmentConfig,
  { copyRole, unloadRole }: { copyRole: Role; unloadRole: Role },
): void {
  const admit = (role: Role, { actions, resources, conditions }: Grant): void =>
    endpoint.addToPolicy(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions,
        resources,
        conditions: { ...conditions, ArnEquals: { 'aws:PrincipalArn': role.roleArn } },
      }),
    );
  for (const grant of copied(config)) admit(copyRole, grant);
  for (const grant of unloaded(config)) admit(unloadRole, grant);
}

function createRole(scope: Construct, id: string, description: string): Role {
  const account = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  // Serverless takes a role under both names (Redshift management guide, "Granting permissions to Serverless").
  const principals = ['redshift.amazonaws.com', 'redshift-serverless.amazonaws.com'].map((service) =>
    new ServicePrincipal(service).withConditions(account),
  );
  return new Role(scope, id, { assumedBy: new CompositePrincipal(...principals), description });
}

function allow(role: Role, grant: Grant): void {
  role.addToPolicy(new PolicyStatement(grant));
  acknowledgeWildcards(role, grant.resources, "Objects under the prefix that is this role's to read or write");
}
