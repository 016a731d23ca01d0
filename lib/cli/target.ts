import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { findEnvironment } from '../config.ts';
import { PaylakeError } from '../errors.ts';
import type { Bucket } from '../lake/objects.ts';
import { flagsOf, locateIn } from '../local/places.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

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
  close(): Promise<void>;
};

export type TargetOptions = { target: string; home: string; wait: boolean; notice: (text: string) => void };

/** Connects to the local target or to a deployed environment. */
export async function connect(options: TargetOptions): Promise<Target> {
  return options.target === 'local' ? connectLocal(options) : connectDeployed(options.target);
}

async function connectLocal({ home, wait, notice }: TargetOptions): Promise<Target> {
  // Only the local target needs the endpoints and their engines.
  const { startLocal } = await import('../local/start-local.ts');
  const { endpoints, outputs, close } = await startWhenFree(home, wait, notice, startLocal);
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'local' };
  const at = (service: string) => ({
    region: endpoints.AWS_REGION,
    credentials,
    endpoint: endpoints[`AWS_ENDPOINT_URL_${service}`],
  });
  const target = assemble('local', outputs, {
    s3: new S3Client(at('S3')),
    states: new SFNClient(at('SFN')),
    redshift: new RedshiftDataClient(at('REDSHIFT_DATA')),
  });
  return {
    ...target,
    pollMilliseconds: 300,
    close,
    locate: (uri) => locateIn(home, uri),
    flags: flagsOf(home),
  };
}

/** The local target has one command at a time; `wait` outlasts the one before. */
async function startWhenFree<Started>(
  home: string,
  wait: boolean,
  notice: (text: string) => void,
  start: (home: string, notice: (text: string) => void) => Promise<Started>,
): Promise<Started> {
  for (let waited = false; ; waited = true) {
    try {
      return await start(home, notice);
    } catch (error) {
      if (!wait || !(error instanceof PaylakeError) || error.kind !== 'locked') throw error;
      if (!waited) notice(`${error.message}; waiting`);
      await sleep(500);
    }
  }
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
  return assemble(name, outputs, {
    s3: new S3Client({ region }),
    states: new SFNClient({ region }),
    redshift: new RedshiftDataClient({ region }),
  });
}

function assemble(
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
    flags: ` --target ${name}`,
    close: async () => {},
  };
}
