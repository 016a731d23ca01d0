import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { EnvironmentConfig } from '../config.ts';
import { datasets } from '../datasets/index.ts';
import { martGroups } from '../datasets/mart-groups.ts';
import type { StageName } from '../pipeline.ts';
import { keyThrough } from './key-use.ts';
import type { StorageStack } from './storage-stack.ts';
import type { Warehouse } from './warehouse-stack.ts';

export type Surroundings = {
  config: EnvironmentConfig;
  storage: StorageStack;
  warehouse: Warehouse;
  alertTopicArn: string;
  machineArn: string;
  /** Executions of the state machine, which plan asks about the holder of a lease. */
  executionArns: string;
};

/** What follows a statement of the Data API takes no resource; this leaves everybody their own. */
export const ownStatements = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable, filled in by IAM
  StringEquals: { 'redshift-data:statement-owner-iam-userid': '${aws:userid}' },
};

/** Where Silver stands for readers. */
const datasetPrefixes = Object.keys(datasets).map((dataset) => `${dataset}/*`);

/** Where marts stand for readers. */
const martPrefixes = [...Object.values(datasets), ...Object.values(martGroups)].flatMap(({ marts }) =>
  marts.map(({ name }) => `${name}/*`),
);

/** Where made-up files are landed. */
const madeUpPrefixes = Object.values(datasets).flatMap(({ demo }) => (demo ? [`${demo.feed}/*`] : []));

/** What each stage's function may do. Written by hand: what a construct's grant gives is always more. */
export function permissionsOf(
  stage: StageName | 'watch',
  { storage, warehouse, ...around }: Surroundings,
): PolicyStatement[] {
  const { key } = storage;
  const { bronze, silver, gold } = around.config.buckets;
  const objects = (bucket: string, actions: string[], prefixes: string[]): PolicyStatement =>
    allow(
      actions.map((action) => `s3:${action}`),
      prefixes.map((prefix) => `arn:aws:s3:::${bucket}/${prefix}`),
    );
  const list = (bucket: string, prefixes: string[]): PolicyStatement =>
    allow(['s3:ListBucket'], [`arn:aws:s3:::${bucket}`], { StringLike: { 's3:prefix': prefixes } });
  const read = (...prefixes: string[]): PolicyStatement => objects(silver, ['GetObject'], prefixes);
  const write = (...prefixes: string[]): PolicyStatement => objects(silver, ['PutObject'], prefixes);
  // Files, which beyond some size go up in parts.
  const upload = (...prefixes: string[]): PolicyStatement =>
    objects(silver, ['PutObject', 'AbortMultipartUpload'], prefixes);
  const remove = (...prefixes: string[]): PolicyStatement => objects(silver, ['DeleteObject'], prefixes);
  // Without it S3 answers 403, not 404, to a key that is not there; and to a read there is no prefix a condition could test.
  const see = allow(['s3:ListBucket'], [`arn:aws:s3:::${silver}`]);
  const encrypt = keyThrough(key, ['s3']);
  const alert = [allow(['sns:Publish'], [around.alertTopicArn]), keyThrough(key, ['s3', 'sns'])];
  const sql = allow(['redshift-data:BatchExecuteStatement'], [warehouse.workgroupArn]);
  const signIn = allow(['redshift-serverless:GetCredentials'], [warehouse.workgroupArn]);
  const follow = (...actions: string[]): PolicyStatement =>
    allow(
      actions.map((action) => `redshift-data:${action}`),
      ['*'],
      ownStatements,
    );

  switch (stage) {
    case 'plan':
      return [
        list(bronze, ['*/ingest_date=*']),
        see,
        read('_lease/*', '_journal/*', '_accepted/*/summary.json', '_releases/*'),
        write('_lease/*', '_runs/*'),
        encrypt,
        allow(['states:DescribeExecution'], [around.executionArns]),
      ];
    case 'generate':
      return [
        list(bronze, ['*/ingest_date=*']),
        objects(bronze, ['GetObject', 'PutObject', 'AbortMultipartUpload'], madeUpPrefixes),
        write('_staged/*/progress/*'),
        encrypt,
      ];
    case 'accept':
      return [objects(bronze, ['GetObject'], ['*']), read('_runs/*'), upload('_staged/*'), encrypt];
    case 'rank':
      return [see, read('_runs/*', '_staged/*', '_accepted/*'), upload('_staged/*'), encrypt];
    case 'stage':
      return [read('_staged/*', '_accepted/*'), upload('_staged/*'), encrypt];
    case 'audit':
      return [
        see,
        read('_lease/*', '_runs/*', '_staged/*', '_accepted/*/summary.json', '_catalog/*', '_acceptances/*'),
        write('_runs/*', '_staged/*', '_journal/*', '_acceptances/*'),
        encrypt,
      ];
    case 'publish':
      return [
        see,
        read('_lease/*', '_journal/*', '_staged/*', '_catalog/*'),
        upload(...datasetPrefixes),
        write('_accepted/*', '_quarantine/*', '_held/*', '_catalog/*', '_staged/*/progress/*'),
        remove(...datasetPrefixes, '_quarantine/*', '_held/*', '_catalog/*'),
        encrypt,
      ];
    case 'load':
      return [
        see,
        read('_lease/*', '_journal/*', '_runs/*'),
        write('_runs/*', '_loaded/*'),
        encrypt,
        sql,
        signIn,
        follow('DescribeStatement'),
      ];
    case 'gold':
      return [
        see,
        read('_runs/*', '_loaded/*'),
        write('_runs/*'),
        remove('_runs/*/gold*.json', '_runs/*/counts.json'),
        allow(['s3:ListBucket'], [`arn:aws:s3:::${gold}`]),
        objects(gold, ['GetObject', 'PutObject', 'DeleteObject'], martPrefixes),
        encrypt,
        sql,
        signIn,
        follow('DescribeStatement', 'GetStatementResult'),
      ];
    case 'report':
      return [
        see,
        read('_lease/*', '_journal/*', '_runs/*', '_staged/*', '_accepted/*/summary.json', '_catalog/*'),
        write('_runs/*'),
        remove('_lease/*', '_journal/*'),
        ...alert,
      ];
    case 'fail':
      return [
        see,
        read('_lease/*', '_runs/*', '_catalog/*'),
        write('_lease/*', '_runs/*'),
        remove('_lease/*'),
        ...alert,
      ];
    case 'watch':
      return [
        see,
        read('_accepted/*/summary.json', '_journal/*'),
        ...alert,
        allow(['states:ListExecutions'], [around.machineArn]),
        allow(['states:DescribeExecution'], [around.executionArns]),
      ];
  }
}

/** What the function may do that brings the warehouse up to date when the stack is deployed. */
export function migrationPermissions({
  storage,
  warehouse,
}: Pick<Surroundings, 'storage' | 'warehouse'>): PolicyStatement[] {
  return [
    allow(['redshift-data:BatchExecuteStatement', 'redshift-data:ExecuteStatement'], [warehouse.workgroupArn]),
    allow(['redshift-data:DescribeStatement', 'redshift-data:GetStatementResult'], ['*'], ownStatements),
    allow(['secretsmanager:GetSecretValue'], [warehouse.adminSecretArn]),
    keyThrough(storage.key, ['secretsmanager'], ['kms:Decrypt']),
  ];
}

function allow(actions: string[], resources: string[], conditions?: Record<string, object>): PolicyStatement {
  return new PolicyStatement({ actions, resources, conditions });
}
