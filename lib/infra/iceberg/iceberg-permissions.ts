import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { EnvironmentConfig } from '../../config.ts';
import { datasets } from '../../datasets/index.ts';
import { keyThrough } from '../key-use.ts';

/**
 * What the Iceberg publisher may do: read what is published, keep its own record, and what the catalog's operations ask for that it
 * uses (S3 user guide, "Accessing tables using the S3 Tables Iceberg REST endpoint").
 */
export function icebergPermissions(
  { buckets }: EnvironmentConfig,
  { key, tableBucketArn }: { key: IKey; tableBucketArn: string },
): PolicyStatement[] {
  const silver = `arn:aws:s3:::${buckets.silver}`;
  const read = ['_runs/*/report.json', '_catalog/*', '_iceberg/*', ...Object.keys(datasets).map((name) => `${name}/*`)];
  const tables = `${tableBucketArn}/table/*`;
  const allow = (service: string, actions: string[], resources: string[]): PolicyStatement =>
    new PolicyStatement({ actions: actions.map((action) => `${service}:${action}`), resources });
  return [
    allow('s3', ['ListBucket'], [silver]),
    allow(
      's3',
      ['GetObject'],
      read.map((prefix) => `${silver}/${prefix}`),
    ),
    allow('s3', ['PutObject'], [`${silver}/_iceberg/*`]),
    keyThrough(key, ['s3', 's3tables']),
    allow(
      's3tables',
      ['GetTableBucket', 'GetNamespace', 'CreateNamespace', 'ListNamespaces', 'ListTables'],
      [tableBucketArn],
    ),
    allow('s3tables', ['CreateTable'], [tableBucketArn, tables]),
    allow(
      's3tables',
      ['GetTable', 'GetTableMetadataLocation', 'UpdateTableMetadataLocation', 'GetTableData', 'PutTableData'],
      [tables],
    ),
  ];
}
