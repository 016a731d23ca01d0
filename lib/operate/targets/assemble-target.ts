import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { findEnvironment } from '../../config.ts';
import { PaylakeError } from '../../errors.ts';
import { quoteWord } from '../../run/quote-word.ts';
import type { Target } from './target.ts';

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
  const { CopyRoleArn: copyRole, UnloadRoleArn: unloadRole, KeyArn: kmsKey } = outputs;
  return {
    name,
    bronze: { s3: clients.s3, name: output('BronzeBucketName') },
    silver: { s3: clients.s3, name: output('SilverBucketName') },
    gold: { s3: clients.s3, name: output('GoldBucketName') },
    warehouse: { client: clients.redshift, workgroup: output('WorkgroupName'), database: output('DatabaseName') },
    warehouseAs: async (role) => {
      const client = await assumeWarehouseRole(name, output(role === 'reader' ? 'ReaderRoleArn' : 'AnalystRoleArn'));
      return { client, workgroup: output('WorkgroupName'), database: output('DatabaseName') };
    },
    warehouseAccess: copyRole && unloadRole && kmsKey ? { copyRole, unloadRole, kmsKey } : undefined,
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

/** A client that works as a role; throws a usage error where the caller may not take it. */
async function assumeWarehouseRole(name: string, RoleArn: string): Promise<RedshiftDataClient> {
  const { region } = findEnvironment(name);
  const { Credentials: given } = await new STSClient({ region })
    .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'paylake-query' }))
    .catch((error) => {
      const next = `let your policy allow sts:AssumeRole on ${RoleArn}`;
      throw new PaylakeError('usage', `role ${RoleArn} cannot be taken: ${error.message}`, next);
    });
  const {
    AccessKeyId: accessKeyId = '',
    SecretAccessKey: secretAccessKey = '',
    SessionToken: sessionToken,
  } = given ?? {};
  return new RedshiftDataClient({ region, credentials: { accessKeyId, secretAccessKey, sessionToken } });
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
