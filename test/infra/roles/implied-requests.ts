import type { CallRecord } from '../../../local/call-record.ts';
import type { SynthesisedApp } from '../synthesised-app.ts';
import type { IamRequest } from './evaluate.ts';

const ofStatement = /^redshift-data:(DescribeStatement|GetStatementResult)$/;

/** What IAM is asked for a recorded call: the call as policies name it, and what the service does in the caller's name. */
export function requestsOf(app: SynthesisedApp, call: CallRecord): IamRequest[] {
  const { action, context } = call;
  const resource = resourceOf(app, call);
  const own = ofStatement.test(action)
    ? { 'redshift-data:statement-owner-iam-userid': `${call.principal}:session` }
    : context;
  return [{ action, resource, ...(own && { context: own }) }, ...impliedBy(app, call)];
}

/** The local endpoint records statements under the workgroup's name; IAM knows its ARN, and none for what follows a statement. */
function resourceOf(app: SynthesisedApp, { action, resource }: CallRecord): string {
  if (ofStatement.test(action)) return '*';
  if (!/^redshift-(data|serverless):/.test(action)) return resource;
  return app.arnOf(app.one('AWS::RedshiftServerless::Workgroup'));
}

/**
 * - S3 user guide, "Protecting data with SSE-KMS": a read decrypts, a write asks for a data key; a multipart upload both.
 * - GetObject: a key that is not there is answered with 404 to those who may list the bucket, with 403 to others.
 * - Key policies and SNS: a publisher to an encrypted topic needs GenerateDataKey and Decrypt.
 * - Secrets Manager: reading a secret decrypts it with its key.
 */
function impliedBy(app: SynthesisedApp, { action, resource, status, context = {} }: CallRecord): IamRequest[] {
  const { region } = app.config;
  const key = app.arnOf(app.one('AWS::KMS::Key'));
  const kms = (operation: string, service: string): IamRequest => ({
    action: `kms:${operation}`,
    resource: key,
    context: { 'kms:ViaService': `${service}.${region}.amazonaws.com` },
  });
  const [bucket = ''] = resource.split('/');
  switch (action) {
    case 's3:GetObject':
      return status === 404 ? [{ action: 's3:ListBucket', resource: bucket }] : [kms('Decrypt', 's3')];
    case 's3:PutObject': {
      const isMultipart = context['s3:ObjectCreationOperation'] === 'false';
      return [kms('GenerateDataKey', 's3'), ...(isMultipart ? [kms('Decrypt', 's3')] : [])];
    }
    case 'sns:Publish':
      return [kms('GenerateDataKey', 'sns'), kms('Decrypt', 'sns')];
    case 'secretsmanager:GetSecretValue':
      return [kms('Decrypt', 'secretsmanager')];
    default:
      return [];
  }
}
