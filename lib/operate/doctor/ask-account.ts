import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeAvailabilityZonesCommand } from '@aws-sdk/client-ec2';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import type { EnvironmentConfig } from '../../config.ts';
import type { Account } from './account.ts';
import { ask } from './ask.ts';
import type { Finding } from './finding.ts';
import { judgeBootstrap, judgeZones } from './judge-region.ts';
import { judgeBucket } from './judge-stack.ts';

const bootstrapParameter = '/cdk-bootstrap/hnb659fds/version';

/** The version of the CDK's bootstrap stack. */
export async function askBootstrap({ ssm }: Account, needed: number, place: EnvironmentConfig): Promise<Finding[]> {
  const byHand = `aws ssm get-parameter --name ${bootstrapParameter}`;
  return ask({ check: 'bootstrap', permission: 'ssm:GetParameter', byHand }, async () => {
    const version = await ssm.send(new GetParameterCommand({ Name: bootstrapParameter })).then(
      ({ Parameter }) => Parameter?.Value,
      (error: Error) => {
        if (error.name !== 'ParameterNotFound') throw error;
        return undefined;
      },
    );
    return [judgeBootstrap(version, needed, place)];
  });
}

/** The availability zones that are open to the account. */
export async function askZones({ ec2 }: Account, wanted: readonly string[]): Promise<Finding[]> {
  const byHand = 'aws ec2 describe-availability-zones';
  return ask({ check: 'zones', permission: 'ec2:DescribeAvailabilityZones', byHand }, async () => {
    const { AvailabilityZones = [] } = await ec2.send(new DescribeAvailabilityZonesCommand({}));
    const open = AvailabilityZones.filter(
      ({ State, OptInStatus }) => State === 'available' && OptInStatus !== 'not-opted-in',
    );
    return [
      judgeZones(
        wanted,
        open.flatMap(({ ZoneName }) => ZoneName ?? []),
      ),
    ];
  });
}

/** A stack's status; undefined when there is none of that name. */
export async function stackStatus({ cloudformation }: Account, name: string): Promise<string | undefined> {
  try {
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: name }));
    const status = Stacks?.[0]?.StackStatus;
    return status === 'DELETE_COMPLETE' ? undefined : status;
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}

/** Whether a bucket's name is free or taken. */
export async function askBucket({ s3 }: Account, name: string, hasStack: boolean): Promise<Finding[]> {
  const byHand = `aws s3api head-bucket --bucket ${name}`;
  return ask({ check: `bucket ${name}`, permission: 's3:ListBucket', byHand }, async () => {
    const isThere = await s3.send(new HeadBucketCommand({ Bucket: name })).then(
      () => true,
      (error: Error) => {
        if (error.name !== 'NotFound' && error.name !== 'NoSuchBucket') throw error;
        return false;
      },
    );
    return [judgeBucket(name, isThere, hasStack)];
  });
}
