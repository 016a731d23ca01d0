import type { SynthesisedApp } from '../synthesised-app.ts';
import type { IamRequest } from './evaluate.ts';

/** A request, and the roles that may make it: nobody else may. */
export type Access = { what: string; request: IamRequest; may: readonly string[] };

/** Empties buckets before they go with the stack: not where data is protected. */
export const emptier = 'CustomS3AutoDeleteObjectsCustomResourceProvider';

const day = 'ingest_date=2025-09-01';
const schedules = { run: 'SchedulerRoleForTargetb4acac', watch: 'SchedulerRoleForTargetab7245' };
const stages = 'Accept Audit Fail Generate Gold Load Plan Publish Rank Report Stage'.split(' ');
const creating = { 's3:ObjectCreationOperation': 'true', 's3:if-none-match': '*' };
const overwriting = { 's3:ObjectCreationOperation': 'true' };

/** Who may do what, resource by resource. What is not meant for anybody has an empty list. */
export function accessTable(app: SynthesisedApp): Access[] {
  return [...bronze(app), ...silver(app), ...gold(app), ...keyAndRoles(app), ...runs(app), ...warehouse(app)];
}

/** One row; roles as a text, parted by blanks. */
function row(what: string, action: string, resource: string, may = '', context?: Record<string, string>): Access {
  return {
    what,
    request: { action, resource, ...(context && { context }) },
    may: may.split(' ').filter((name) => name !== ''),
  };
}

function bronze({ config }: SynthesisedApp): Access[] {
  const bucket = `arn:aws:s3:::${config.buckets.bronze}`;
  const file = `${bucket}/transactions/${day}/a.ndjson.gz`;
  const foreign = `${bucket}/purchase-cards/${day}/a.csv`;
  const matching = { ...overwriting, 's3:if-match': '"etag"' };
  return [
    row('read a delivered file', 's3:GetObject', file, 'Accept Generate Operator'),
    row('read a file of another feed', 's3:GetObject', foreign, 'Accept Operator'),
    row('list a day', 's3:ListBucket', bucket, `Generate Operator Plan ${emptier}`, {
      's3:prefix': `transactions/${day}/`,
    }),
    row('list all of Bronze', 's3:ListBucket', bucket, `Operator ${emptier}`),
    row('create a file', 's3:PutObject', file, 'Generate Operator', creating),
    row('create a file of another feed', 's3:PutObject', foreign, 'Operator', creating),
    row('overwrite a file', 's3:PutObject', file, '', overwriting),
    row('overwrite the file one has seen', 's3:PutObject', file, '', matching),
    row('delete a file', 's3:DeleteObject', file, emptier),
    row('delete a version of a file', 's3:DeleteObjectVersion', file, emptier),
    row('restore or retag a file', 's3:PutObjectTagging', file),
    ...ofBucket(bucket),
  ];
}

/** What changes a bucket itself, and would undo its protection. */
function ofBucket(bucket: string): Access[] {
  const actions = 'PutBucketPolicy DeleteBucketPolicy DeleteBucket PutBucketVersioning PutLifecycleConfiguration';
  return [...actions.split(' '), 'PutBucketPublicAccessBlock', 'PutEncryptionConfiguration'].map((action) =>
    // Before it empties a bucket it closes it to everybody's writes.
    row(`change the bucket (${action})`, `s3:${action}`, bucket, action === 'PutBucketPolicy' ? emptier : ''),
  );
}

/** [key, who reads, who writes, who deletes] */
const silverKeys: [string, string, string, string][] = [
  ['_lease/transactions.json', 'Audit Fail Load Operator Plan Publish Report', 'Fail Plan', 'Fail Report'],
  ['_journal/transactions.json', 'Load Operator Plan Publish Report Watch', 'Audit', 'Report'],
  ['_runs/r1/plan.json', 'Accept Audit Fail Gold Load Operator Rank Report', 'Audit Fail Gold Load Plan Report', ''],
  [
    '_runs/r1/gold.json',
    'Accept Audit Fail Gold Load Operator Rank Report',
    'Audit Fail Gold Load Plan Report',
    'Gold',
  ],
  ['_staged/r1/ranking.json', 'Audit Copy Operator Publish Rank Report Stage', 'Accept Audit Rank Stage', ''],
  [`_accepted/transactions/${day}/summary.json`, 'Audit Operator Plan Rank Report Stage Watch', 'Publish', ''],
  [`_accepted/transactions/${day}/accepted.parquet`, 'Operator Rank Stage', 'Publish', ''],
  [`_releases/transactions/${day}.json`, 'Operator Plan', 'Operator', ''],
  [`_withdrawals/transactions/${day}/f1.json`, 'Operator', 'Operator', ''],
  [`_acceptances/transactions/${day}/f1/quarantined_share.json`, 'Audit Operator', 'Audit Operator', ''],
  [`_quarantine/transactions/${day}/part-0000.ndjson`, 'Operator', 'Publish', 'Publish'],
  [`_held/transactions/${day}/part-0000.ndjson`, 'Operator', 'Publish', 'Publish'],
  ['_catalog/transactions/2025-09-01.json', 'Audit Fail Operator Publish Report', 'Publish', 'Publish'],
  ['transactions/p_txn_date=2025-09-01/p_mcc=m5411/part-0000.parquet', '', 'Publish', 'Publish'],
  ['trades/p_trade_date=2025-09-01/p_symbol=s-AAPL/part-0000.parquet', '', 'Publish', 'Publish'],
  ['_loaded/transactions.json', 'Gold', 'Load', ''],
  ['wares/p_sold_on=2025-09-01/p_article=s-BTC/part-0000.parquet', '', '', ''],
  ['_unknown/a.json', '', '', ''],
];

function silver({ config }: SynthesisedApp): Access[] {
  const bucket = `arn:aws:s3:::${config.buckets.silver}`;
  return [
    ...silverKeys.flatMap(([key, read, write, remove]) => [
      row(`read ${key}`, 's3:GetObject', `${bucket}/${key}`, read),
      row(`write ${key}`, 's3:PutObject', `${bucket}/${key}`, write, overwriting),
      row(`delete ${key}`, 's3:DeleteObject', `${bucket}/${key}`, `${remove} ${emptier}`),
      row(`delete a version of ${key}`, 's3:DeleteObjectVersion', `${bucket}/${key}`, emptier),
    ]),
    row(
      'tell an absent key',
      's3:ListBucket',
      bucket,
      `Audit Fail Gold Load Operator Plan Publish Rank Report Watch ${emptier}`,
    ),
    ...ofBucket(bucket),
  ];
}

function gold(app: SynthesisedApp): Access[] {
  const bucket = `arn:aws:s3:::${app.config.buckets.gold}`;
  const file = `${bucket}/sales_daily/000.parquet`;
  const logs = app.arnOf(app.one('AWS::S3::Bucket', 'AccessLogBucket'));
  return [
    row('read a mart', 's3:GetObject', file, 'Gold'),
    row('write a mart', 's3:PutObject', file, 'Gold Unload', overwriting),
    row('delete a mart', 's3:DeleteObject', file, `Gold Unload ${emptier}`),
    row('list Gold', 's3:ListBucket', bucket, `Gold Unload ${emptier}`),
    ...ofBucket(bucket),
    row('read access logs', 's3:GetObject', `${logs}/BronzeBucket/one`),
    row('write access logs', 's3:PutObject', `${logs}/BronzeBucket/one`, '', overwriting),
    row('write to a bucket of somebody else', 's3:PutObject', 'arn:aws:s3:::somewhere/else', '', overwriting),
  ];
}

function keyAndRoles(app: SynthesisedApp): Access[] {
  const { account, region, name } = app.config;
  const through = (service: string) => ({ 'kms:ViaService': `${service}.${region}.amazonaws.com` });
  const ofFunction = (fn: string) => ({
    'kms:EncryptionContext:aws:lambda:FunctionArn': `arn:aws:lambda:${region}:${account}:function:${fn}`,
  });
  const key = app.arnOf(app.one('AWS::KMS::Key'));
  const other = `arn:aws:kms:${region}:${account}:key/other`;
  const everybody = [...stages, 'Watch'].join(' ');
  const roles = app.ofType('AWS::IAM::Role').filter(({ id }) => /^(Copy|Unload|Migrate)Role/.test(id));
  return [
    row('decrypt by themselves', 'kms:Decrypt', key),
    row('encrypt by themselves', 'kms:GenerateDataKey', key),
    row('have S3 decrypt', 'kms:Decrypt', key, `${everybody} Copy Operator Unload`, through('s3')),
    row('have S3 encrypt', 'kms:GenerateDataKey', key, `${everybody} Operator Unload`, through('s3')),
    row('have SNS decrypt', 'kms:Decrypt', key, 'Fail Report Watch', through('sns')),
    row('have SNS encrypt', 'kms:GenerateDataKey', key, 'Fail Report Watch', through('sns')),
    row('have a secret decrypted', 'kms:Decrypt', key, 'Migrate', through('secretsmanager')),
    row('have another service decrypt', 'kms:Decrypt', key, '', through('dynamodb')),
    row("decrypt a function's variables", 'kms:Decrypt', key, `${everybody} Migrate`, ofFunction(`Paylake-${name}-x`)),
    row("decrypt another function's variables", 'kms:Decrypt', key, '', ofFunction('other')),
    ...['ScheduleKeyDeletion', 'PutKeyPolicy', 'CreateGrant', 'DisableKey'].map((action) =>
      row(`change the key (${action})`, `kms:${action}`, key),
    ),
    row('decrypt with another key', 'kms:Decrypt', other),
    row('encrypt with another key', 'kms:GenerateDataKey', other),
    ...roles.flatMap((role) => [
      row(`pass ${role.id} on`, 'iam:PassRole', app.arnOf(role)),
      row(`take ${role.id}`, 'sts:AssumeRole', app.arnOf(role)),
      row(`give ${role.id} more`, 'iam:PutRolePolicy', app.arnOf(role)),
    ]),
  ];
}

function runs(app: SynthesisedApp): Access[] {
  const { account, region, name } = app.config;
  const stacks = `arn:aws:cloudformation:${region}:${account}:stack/Paylake-${name}`;
  const machine = app.arnOf(app.one('AWS::StepFunctions::StateMachine'));
  const execution = (run: string): string => `arn:aws:states:${region}:${account}:execution:${run}`;
  const own = execution(`${machine.split(':').pop() ?? ''}:r1`);
  const arnOf = (start: string): string => app.arnOf(app.one('AWS::Lambda::Function', `${start}Function`));
  const topic = app.arnOf(app.one('AWS::SNS::Topic'));
  const queue = app.arnOf(app.one('AWS::SQS::Queue'));
  const otherTopic = `arn:aws:sns:${region}:${account}:other`;
  return [
    row('start a run', 'states:StartExecution', machine, `Operator ${schedules.run}`),
    row('stop a run', 'states:StopExecution', own),
    row('change the machine', 'states:UpdateStateMachine', machine),
    row('list runs', 'states:ListExecutions', machine, 'Operator Watch'),
    row('look at a run', 'states:DescribeExecution', own, 'Operator Plan Watch'),
    row('look into a run', 'states:GetExecutionHistory', own, 'Operator'),
    row('look at a run of another machine', 'states:DescribeExecution', execution('other:r1')),
    row('read where things are', 'cloudformation:DescribeStacks', `${stacks}-Pipeline/id`, 'Operator'),
    row('read other stacks', 'cloudformation:DescribeStacks', `${stacks}-Storage/id`),
    row('delete a stack', 'cloudformation:DeleteStack', `${stacks}-Pipeline/id`),
    row('invoke a stage', 'lambda:InvokeFunction', arnOf('Plan'), 'Machine'),
    row('invoke the watch', 'lambda:InvokeFunction', arnOf('Watch'), schedules.watch),
    row('invoke the migration', 'lambda:InvokeFunction', arnOf('Migrate')),
    row('change a stage', 'lambda:UpdateFunctionCode', arnOf('Plan')),
    row('send an alert', 'sns:Publish', topic, 'Fail Report Watch'),
    row('send to another topic', 'sns:Publish', otherTopic),
    row('take an alert off', 'sns:SetTopicAttributes', topic),
    row('subscribe to alerts', 'sns:Subscribe', topic),
    row('leave a start that failed', 'sqs:SendMessage', queue, `${schedules.run} ${schedules.watch}`),
    row('take failed starts away', 'sqs:ReceiveMessage', queue),
    row('switch an alarm off', 'cloudwatch:DisableAlarmActions', `arn:aws:cloudwatch:${region}:${account}:alarm:a`),
  ];
}

function warehouse(app: SynthesisedApp): Access[] {
  const { account, region } = app.config;
  const workgroup = app.arnOf(app.one('AWS::RedshiftServerless::Workgroup'));
  const other = `arn:aws:redshift-serverless:${region}:${account}:workgroup/other`;
  const secret = `arn:aws:secretsmanager:${region}:${account}:secret:other`;
  const admin = app.one('Custom::AdminSecret').id;
  const somebody = { 'redshift-data:statement-owner-iam-userid': 'AROASOMEBODY:session' };
  return [
    row('run a batch', 'redshift-data:BatchExecuteStatement', workgroup, 'Gold Load Migrate'),
    row('run a statement', 'redshift-data:ExecuteStatement', workgroup, 'Analyst Migrate Operator Reader'),
    row('run a batch elsewhere', 'redshift-data:BatchExecuteStatement', other),
    row("follow another's statement", 'redshift-data:DescribeStatement', '*', '', somebody),
    row("read another's result", 'redshift-data:GetStatementResult', '*', '', somebody),
    row("cancel another's statement", 'redshift-data:CancelStatement', '*', '', somebody),
    row('sign in', 'redshift-serverless:GetCredentials', workgroup, 'Analyst Gold Load Operator Reader'),
    row('sign in elsewhere', 'redshift-serverless:GetCredentials', other),
    row('change the warehouse', 'redshift-serverless:UpdateWorkgroup', workgroup),
    row('sign in as administrator', 'secretsmanager:GetSecretValue', secret.replace('other', admin), 'Migrate'),
    row('read another secret', 'secretsmanager:GetSecretValue', secret),
  ];
}
