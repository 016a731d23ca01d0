import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { EC2Client } from '@aws-sdk/client-ec2';
import { S3Client } from '@aws-sdk/client-s3';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

/** The clients by which an account is asked. */
export type Account = {
  sts: STSClient;
  quotas: ServiceQuotasClient;
  ssm: SSMClient;
  ec2: EC2Client;
  cloudformation: CloudFormationClient;
  s3: S3Client;
  /** The region the shell is set to; undefined when it names none. */
  regionOfShell(): Promise<string | undefined>;
};

export type AccountOptions = {
  region: string;
  /** Of the shell where they are not given, as everywhere. */
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
};

/** Clients of a region, which ask at most twice. */
export function openAccount(options: AccountOptions): Account {
  const each = { ...options, maxAttempts: 2 };
  return {
    sts: new STSClient(each),
    quotas: new ServiceQuotasClient(each),
    ssm: new SSMClient(each),
    ec2: new EC2Client(each),
    cloudformation: new CloudFormationClient(each),
    s3: new S3Client(each),
    regionOfShell: () => new STSClient({}).config.region().catch(() => undefined),
  };
}
