import { describe, expect, it } from 'vitest';
import { listOf, statementsOf } from '../policies.ts';
import { rolesOf } from '../roles/app-policies.ts';
import type { Properties, SynthesisedApp } from '../synthesised-app.ts';

/** What is lost for good when it is deleted, or, like a bucket's policy, protects what is not. */
const holdsData = [
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::RedshiftServerless::Namespace',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
];

/** What the next deploy makes anew. A queue of undelivered starts and the subscribers of a topic go with it. */
const holdsNothing =
  /^AWS::(Athena::\w+|CDK::Metadata|CloudWatch::Alarm|EC2::\w+|Glue::\w+|IAM::\w+|Lambda::\w+|RedshiftServerless::Workgroup|Scheduler::Schedule|SNS::\w+|SQS::\w+|StepFunctions::StateMachine)$|^Custom::/;

/** What becomes of it all when the stacks are deleted. */
export function describeRemoval(app: SynthesisedApp): void {
  const { protectData, name } = app.config;
  const emptied = app.ofType('Custom::S3AutoDeleteObjects');
  const buckets = app.ofType('AWS::S3::Bucket');

  describe('removal', () => {
    it('is thought of for every kind of resource: it holds data, or it does not', () => {
      const kinds = new Set(app.resources.map(({ type }) => type));
      const unknown = [...kinds].filter((kind) => !holdsData.includes(kind) && !holdsNothing.test(kind));
      expect(unknown).toEqual([]);
      expect(holdsData.filter((kind) => !kinds.has(kind) || holdsNothing.test(kind))).toEqual([]);
    });

    it(`${protectData ? 'keeps' : 'deletes'} whatever holds data`, () => {
      const policy = protectData ? 'Retain' : 'Delete';
      const stateful = app.resources.filter(({ type }) => holdsData.includes(type));
      const others = stateful.filter(
        ({ deletionPolicy = 'Delete', updateReplacePolicy = 'Delete' }) =>
          deletionPolicy !== policy || updateReplacePolicy !== policy,
      );
      expect(others.map(({ id }) => id)).toEqual([]);
    });

    it('leaves nothing else behind', () => {
      const left = app.resources.filter(
        ({ type, deletionPolicy = 'Delete' }) => deletionPolicy !== 'Delete' && !holdsData.includes(type),
      );
      expect(left.map(({ id }) => id)).toEqual([]);
    });

    it(`is ${protectData ? 'refused' : 'allowed'} by every stack`, () => {
      expect(app.stacks).toHaveLength(4);
      for (const { terminationProtection } of app.stacks) expect(terminationProtection).toBe(protectData);
    });

    it('is waited for by the key as long as KMS lets, or as short', () => {
      expect(app.one('AWS::KMS::Key').properties.PendingWindowInDays).toBe(protectData ? 30 : 7);
    });

    it(`of the warehouse ${protectData ? 'makes a last' : 'leaves no'} snapshot`, () => {
      const { FinalSnapshotName, FinalSnapshotRetentionPeriod } = app.one(
        'AWS::RedshiftServerless::Namespace',
      ).properties;
      expect([FinalSnapshotName, FinalSnapshotRetentionPeriod]).toEqual(
        protectData ? [`paylake-${name}-final`, 90] : [undefined, undefined],
      );
    });

    it(protectData ? 'has nothing in it that empties buckets' : 'empties each bucket while its policy stands', () => {
      const names = buckets.map(({ id, properties }) => String(properties.BucketName ?? id));
      expect(emptied.map(({ properties }) => properties.BucketName).sort()).toEqual(protectData ? [] : names.sort());
      const mark = { Key: 'aws-cdk:auto-delete-objects', Value: 'true' };
      const isMarked = ({ Tags = [] }: Properties): boolean =>
        (Tags as Properties[]).some(({ Key, Value }) => Key === mark.Key && Value === mark.Value);
      expect(buckets.filter(({ properties }) => isMarked(properties) === protectData)).toEqual([]);
      const policies = app.ofType('AWS::S3::BucketPolicy');
      for (const { properties, dependsOn } of emptied) {
        const own = policies.find((policy) => policy.properties.Bucket === properties.BucketName);
        expect(dependsOn).toContain(own?.id);
      }
      if (protectData) expect(JSON.stringify(app.resources)).not.toMatch(/S3AutoDelete|s3:DeleteObject\*/);
    });

    it('leaves no logs: every function has a group of the stack, and no role may make another', () => {
      const groups = app.ofType('AWS::Logs::LogGroup').map(({ id }) => id);
      for (const { id, properties } of app.ofType('AWS::Lambda::Function')) {
        const { LogGroup } = (properties.LoggingConfig ?? {}) as Properties;
        expect([id, groups.includes(String(LogGroup))]).toEqual([id, true]);
      }
      const makers = rolesOf(app).filter(
        ({ managed, statements }) =>
          managed.length > 0 || statements.some(({ actions }) => actions.includes('logs:CreateLogGroup')),
      );
      expect(makers.map((role) => role.name)).toEqual([]);
    });

    it('knows the logs of the warehouse too, which Redshift would make by itself', () => {
      const { LogExports, NamespaceName } = app.one('AWS::RedshiftServerless::Namespace').properties;
      const { dependsOn } = app.one('AWS::RedshiftServerless::Namespace');
      const exported = listOf(LogExports).map((log) => `/aws/redshift/${String(NamespaceName)}/${log}`);
      const groups = app.ofType('AWS::Logs::LogGroup');
      const own = groups.filter(({ properties }) => exported.includes(String(properties.LogGroupName)));
      expect(own).toHaveLength(3);
      expect(dependsOn).toEqual(expect.arrayContaining(own.map(({ id }) => id)));
      // The key lets CloudWatch Logs in by the group's name.
      const [logs] = statementsOf(app.one('AWS::KMS::Key').properties.KeyPolicy).filter(({ principals }) =>
        principals.some((principal) => principal.startsWith('logs.')),
      );
      const admitted = listOf(logs?.conditions.ArnLike?.['kms:EncryptionContext:aws:logs:arn']);
      expect(admitted.some((arn) => arn.endsWith(`:log-group:/aws/redshift/${String(NamespaceName)}/*`))).toBe(true);
    });
  });
}
