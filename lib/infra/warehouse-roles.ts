import { Stack } from 'aws-cdk-lib';
import { CompositePrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config.ts';
import { acknowledgeWildcards } from './acknowledge.ts';
import type { StorageStack } from './storage-stack.ts';

/** What COPY may read: staged files, nothing else of the lake. */
export function createCopyRole(scope: Construct, { buckets }: EnvironmentConfig, { key }: StorageStack): Role {
  const role = createRole(scope, 'CopyRole', 'COPY reads staged files');
  allow(role, ['s3:GetObject'], [`arn:aws:s3:::${buckets.silver}/_staged/*`]);
  allow(role, ['s3:ListBucket'], [`arn:aws:s3:::${buckets.silver}`], { StringLike: { 's3:prefix': '_staged/*' } });
  allow(role, ['kms:Decrypt'], [key.keyArn]);
  return role;
}

/** What UNLOAD may write: the marts in the Gold bucket. */
export function createUnloadRole(scope: Construct, { buckets }: EnvironmentConfig, { key }: StorageStack): Role {
  const role = createRole(scope, 'UnloadRole', 'UNLOAD writes the marts');
  allow(role, ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'], [`arn:aws:s3:::${buckets.gold}/*`]);
  allow(role, ['s3:ListBucket', 's3:GetBucketLocation'], [`arn:aws:s3:::${buckets.gold}`]);
  allow(role, ['kms:GenerateDataKey', 'kms:Decrypt'], [key.keyArn]);
  return role;
}

function createRole(scope: Construct, id: string, description: string): Role {
  const account = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  // Serverless takes a role under both names (Redshift management guide, "Granting permissions to Serverless").
  const principals = ['redshift.amazonaws.com', 'redshift-serverless.amazonaws.com'].map((service) =>
    new ServicePrincipal(service).withConditions(account),
  );
  return new Role(scope, id, { assumedBy: new CompositePrincipal(...principals), description });
}

function allow(role: Role, actions: string[], resources: string[], conditions?: Record<string, object>): void {
  role.addToPolicy(new PolicyStatement({ actions, resources, conditions }));
  acknowledgeWildcards(role, resources, "Objects under the prefix that is this role's to read or write");
}
