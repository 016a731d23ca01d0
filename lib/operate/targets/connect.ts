import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { findEnvironment } from '../../config.ts';
import { PaylakeError } from '../../errors.ts';
import { assembleTarget } from './assemble-target.ts';
import type { Target, TargetOptions } from './target.ts';

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
