import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { EnvironmentConfig } from '../config.ts';

/**
 * The key as services use it for a role: what S3, SNS or Secrets Manager en- or decrypts at the role's request (KMS developer
 * guide, "kms:ViaService"). The role itself can call KMS for nothing.
 */
export function keyThrough(
  key: IKey,
  services: ('s3' | 's3tables' | 'sns' | 'secretsmanager')[],
  actions = ['kms:Decrypt', 'kms:GenerateDataKey'],
): PolicyStatement {
  const { region } = Stack.of(key);
  const via = services.map((service) => `${service}.${region}.amazonaws.com`);
  return new PolicyStatement({
    actions,
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': via } },
  });
}

/**
 * Lambda reads a function's environment under the function's role when a sandbox starts, and names the function in the encryption
 * context; through which service the call counts as made is not documented.
 */
export function keyForEnvironment(key: IKey, config: EnvironmentConfig): PolicyStatement {
  const functions = Stack.of(key).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: `Paylake-${config.name}-*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new PolicyStatement({
    actions: ['kms:Decrypt'],
    resources: [key.keyArn],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:lambda:FunctionArn': functions } },
  });
}
