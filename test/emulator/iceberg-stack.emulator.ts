import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEnvironment } from '../../lib/config.ts';
import { addStacks } from '../../lib/infra/add-stacks.ts';
import { featureFlags } from '../../lib/infra/feature-flags.ts';
import { statementsOf } from '../infra/policies.ts';
import { rolesOf } from '../infra/roles/app-policies.ts';
import { readApp, type SynthesisedApp } from '../infra/synthesised-app.ts';

/* The app with the Iceberg publisher. It is here since its layer comes by pip; every other test looks at the app without it. */

let app: SynthesisedApp;
beforeAll(() => {
  const outdir = mkdtempSync(join(tmpdir(), 'paylake-synth-iceberg-'));
  const context = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:bundling-stacks': [] };
  const cdk = new App({ outdir, analyticsReporting: false, postCliContext: { ...featureFlags, ...context } });
  addStacks(cdk, { ...findEnvironment('dev'), iceberg: true });
  cdk.synth();
  app = readApp('dev', outdir);
});
afterAll(() => app?.remove());

describe('the Iceberg publisher', () => {
  const ofStack = () => app.resources.filter(({ stack }) => stack === 'Paylake-dev-Iceberg');
  const publisher = () => ofStack().find(({ type }) => type === 'AWS::Lambda::Function');

  it('is a stack of its own: the others are but for the key as they are without it', () => {
    const names = app.stacks.map(({ name }) => name);
    expect(names).toContain('Paylake-dev-Iceberg');
    const functions = app.ofType('AWS::Lambda::Function').filter(({ stack }) => stack !== 'Paylake-dev-Iceberg');
    expect(functions.filter(({ properties }) => JSON.stringify(properties).includes('iceberg'))).toEqual([]);
  });

  it('runs once at a time, with DuckDB and its extensions in layers', () => {
    expect(publisher()?.properties).toMatchObject({ ReservedConcurrentExecutions: 1, Timeout: 900 });
    expect(publisher()?.properties.Layers).toHaveLength(2);
  });

  it('is invoked when an execution of our machine has ended well', () => {
    const rule = app.one('AWS::Events::Rule').properties;
    expect(rule.EventPattern).toEqual({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        status: ['SUCCEEDED'],
        stateMachineArn: ['arn:aws:states:ap-northeast-2:111111111111:stateMachine:paylake-dev'],
      },
    });
  });

  it('keeps tables under our key, which their maintenance may use', () => {
    const key = app.one('AWS::KMS::Key');
    expect(app.one('AWS::S3Tables::TableBucket').properties).toMatchObject({
      TableBucketName: 'paylake-dev-silver',
      EncryptionConfiguration: { SSEAlgorithm: 'aws:kms', KMSKeyArn: app.arnOf(key) },
    });
    const admitted = statementsOf(key.properties.KeyPolicy).filter(({ principals }) =>
      principals.includes('maintenance.s3tables.amazonaws.com'),
    );
    expect(admitted).toMatchObject([{ actions: ['kms:Decrypt', 'kms:GenerateDataKey'] }]);
  });

  it('writes to the lake nothing but its own record, and reads nothing that is not published', () => {
    const role = rolesOf(app).find(({ id }) => id === publisher()?.properties.Role?.toString().split('/').pop());
    const onSilver = role?.statements.flatMap(({ actions, resources }) =>
      actions
        .filter((action) => action.startsWith('s3:'))
        .flatMap((action) =>
          resources.map((resource) => `${action} ${resource.split(':::')[1]?.replace(/^[^/]+/, '')}`),
        ),
    );
    expect(onSilver?.sort()).toEqual([
      's3:GetObject /_catalog/*',
      's3:GetObject /_iceberg/*',
      's3:GetObject /_runs/*/report.json',
      's3:GetObject /trades/*',
      's3:GetObject /transactions/*',
      's3:ListBucket ',
      's3:PutObject /_iceberg/*',
    ]);
  });

  it('raises an alarm where it fails, and leaves no finding of cdk-nag unexplained', () => {
    expect(ofStack().filter(({ type }) => type === 'AWS::CloudWatch::Alarm')).toHaveLength(1);
    for (const { violations } of app.validation.pluginReports)
      expect(violations.map(({ ruleName, violatingConstructs }) => [ruleName, violatingConstructs])).toEqual([]);
  });
});
