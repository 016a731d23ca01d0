import { describe, expect, it } from 'vitest';
import { type Statement, statementsOf } from '../policies.ts';
import type { SynthesisedApp } from '../synthesised-app.ts';

/**
 * Services that use the key on their own, not through a role of ours, need the key's policy: a statement for the account's
 * root covers principals of the account only.
 */
export function describeKeyUsers(app: SynthesisedApp): void {
  const key = app.one('AWS::KMS::Key');
  const keyPolicy = statementsOf(key.properties.KeyPolicy);
  const lets = (statements: readonly Statement[], service: string, action: string): boolean =>
    statements.some(
      ({ effect, principals, actions }) =>
        effect === 'Allow' &&
        principals.includes(service) &&
        actions.some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(action)),
    );

  describe('the key', () => {
    it('may be used by CloudWatch Logs, which encrypts every log group under it', () => {
      // CloudWatch Logs user guide, "Encrypt log data using KMS": without it no log group can be created.
      const groups = app.ofType('AWS::Logs::LogGroup').filter(({ properties }) => properties.KmsKeyId !== undefined);
      expect(groups.length).toBeGreaterThan(0);
      for (const action of ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey', 'DescribeKey']) {
        expect([action, lets(keyPolicy, `logs.${app.config.region}.amazonaws.com`, `kms:${action}`)]).toEqual([
          action,
          true,
        ]);
      }
    });

    it('may be used by CloudWatch alarms, which publish to a topic under it', () => {
      // re:Post, "How do I configure a CloudWatch alarm with an encrypted SNS topic": without it the alarm action fails.
      expect(app.one('AWS::SNS::Topic').properties.KmsMasterKeyId).toBe(app.arnOf(key));
      for (const action of ['Decrypt', 'GenerateDataKey']) {
        expect([action, lets(keyPolicy, 'cloudwatch.amazonaws.com', `kms:${action}`)]).toEqual([action, true]);
      }
    });

    it('is not needed by the roles that send to the dead-letter queue: it is under a key of SQS', () => {
      // SQS developer guide, "Key management": under a customer's key each producer needs that key too.
      const { SqsManagedSseEnabled, KmsMasterKeyId } = app.one('AWS::SQS::Queue').properties;
      expect([SqsManagedSseEnabled, KmsMasterKeyId]).toEqual([true, undefined]);
    });
  });

  describe('the alert topic', () => {
    const policy = () => statementsOf(app.one('AWS::SNS::TopicPolicy').properties.PolicyDocument);

    it('lets CloudWatch alarms publish: a policy of its own replaces the default one, which would', () => {
      expect(app.ofType('AWS::CloudWatch::Alarm').length).toBeGreaterThan(0);
      expect(lets(policy(), 'cloudwatch.amazonaws.com', 'sns:Publish')).toBe(true);
    });

    it('refuses to be published to without TLS', () => {
      const denied = policy().filter(({ effect }) => effect === 'Deny');
      expect(denied).toMatchObject([{ actions: ['sns:Publish'], principals: ['*'] }]);
      expect(denied[0]?.conditions).toEqual({ Bool: { 'aws:SecureTransport': 'false' } });
    });
  });
}
