import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { findEnvironment } from '../../config.ts';
import { PaylakeError } from '../../errors.ts';
import type { Bucket } from '../../lake/objects.ts';
import { quoteWord } from '../../run/quote-word.ts';
import type { Warehouse } from '../../stages/warehouse/warehouse.ts';

/** Where a command works: the same clients everywhere, other endpoints. */
export type Target = {
  name: string;
  bronze: Bucket;
  silver: Bucket;
  gold: Bucket;
  warehouse: Warehouse;
  /** Whom COPY and UNLOAD work as; undefined where an older version is deployed. */
  warehouseRoles: { copy: string; unload: string } | undefined;
  states: SFNClient;
  machineArn: string;
  pollMilliseconds: number;
  /** What a person opens for an `s3://` location: a folder on the local target. */
  locate(uri: string): string;
  /** What a command needs to be asked again of the same target: "" or " --home DIR" or " --target NAME". */
  flags: string;
  /** Whether another process runs the endpoints: they go with it. */
  isGuest: boolean;
  /** Who works, as a record names them: the AWS identity's ARN, the user of this machine on the local target. */
  whoAmI(): Promise<string>;
  close(): Promise<void>;
};

/** `reads`: the command changes nothing; `wait`: it outlasts whoever is at work. */
export type TargetOptions = {
  target: string;
  home: string;
  reads?: boolean;
  wait: boolean;
  notice: (text: string) => void;
};

/** Connects to the local target or to a deployed environment. */
export async function connect(options: TargetOptions): Promise<Target> {
  if (options.target !== 'local') return connectDeployed(options.target);
  const { connectLocal } = await import('./connect-local.ts');
  return connectLocal(options);
}

async function connectDeployed(name: string): Promise<Target> {
  const { region } = findEnvironment(name);
  const StackName = `Paylake-${name}-Pipeline`;
  const { Stacks } = await new CloudFormationClient({ region })
    .send(new DescribeStacksCommand({ StackName }))
    .catch((error) => {
      const next = 'check your credentials, region and AWS_ENDPOINT_URL, and that `npx cdk deploy` has been run';
      throw new PaylakeError('usage', `stack ${StackName} cannot be read: ${error.message}`, next);
    });
  const outputs = Object.fromEntries(
    Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? [],
  );
  return assembleTarget(name, outputs, {
    s3: new S3Client({ region }),
    states: new SFNClient({ region }),
    redshift: new RedshiftDataClient({ region }),
  });
}

async function callerOf(region: string): Promise<string> {
  const { Arn } = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
  if (Arn) return Arn;
  throw new PaylakeError(
    'usage',
    'AWS does not say whose credentials these are',
    'check them: aws sts get-caller-identity',
  );
}

/** A target of its stack's outputs and clients that reach it. */
export function assembleTarget(
  name: string,
  outputs: Record<string, string>,
  clients: { s3: S3Client; states: SFNClient; redshift: RedshiftDataClient },
): Target {
  const output = (key: string): string => {
    const value = outputs[key];
    if (value !== undefined) return value;
    throw new PaylakeError('usage', `the stack of ${name} has no output ${key}`, 'deploy this version first');
  };
  const { CopyRoleArn: copy, UnloadRoleArn: unload } = outputs;
  return {
    name,
    bronze: { s3: clients.s3, name: output('BronzeBucketName') },
    silver: { s3: clients.s3, name: output('SilverBucketName') },
    gold: { s3: clients.s3, name: output('GoldBucketName') },
    warehouse: { client: clients.redshift, workgroup: output('WorkgroupName'), database: output('DatabaseName') },
    warehouseRoles: copy && unload ? { copy, unload } : undefined,
    states: clients.states,
    machineArn: output('StateMachineArn'),
    pollMilliseconds: 3000,
    locate: (uri) => uri,
    flags: ` --target ${quoteWord(name)}`,
    isGuest: false,
    whoAmI: () => callerOf(findEnvironment(name).region),
    close: async () => {},
  };
}
