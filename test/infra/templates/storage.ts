import { describe, expect, it } from 'vitest';
import { denies, roleStatements, statementsOf } from '../policies.ts';
import type { Properties, Resource, SynthesisedApp } from '../synthesised-app.ts';

/** What must be true of everything that holds data. */
export function describeStorage(app: SynthesisedApp): void {
  const { buckets } = app.config;
  const all = app.ofType('AWS::S3::Bucket');
  const lake = all.filter(({ properties }) => Object.values(buckets).includes(String(properties.BucketName)));
  const bucketOf = (name: string): Resource =>
    lake.find(({ properties }) => properties.BucketName === name) as Resource;
  const policyOf = (bucket: Resource) => {
    const policies = app.ofType('AWS::S3::BucketPolicy');
    const name = String(bucket.properties.BucketName ?? bucket.id);
    return statementsOf(policies.find(({ properties }) => properties.Bucket === name)?.properties.PolicyDocument);
  };
  const rulesOf = (bucket: Resource) => {
    const { Rules = [] } = (bucket.properties.LifecycleConfiguration ?? {}) as { Rules?: Properties[] };
    return Rules.filter(({ Status }) => Status === 'Enabled');
  };

  describe('storage', () => {
    it('is three buckets and one for access logs, under one key that rotates', () => {
      expect(lake).toHaveLength(3);
      expect(all).toHaveLength(4);
      expect(app.ofType('AWS::KMS::Key')).toHaveLength(1);
      expect(app.one('AWS::KMS::Key').properties).toMatchObject({ EnableKeyRotation: true });
    });

    it.each(all)('$id is encrypted, closed and reached by TLS only', (bucket) => {
      const encryption = JSON.stringify(bucket.properties.BucketEncryption);
      expect(encryption).toContain(lake.includes(bucket) ? '"SSEAlgorithm":"aws:kms"' : '"SSEAlgorithm":"AES256"');
      if (lake.includes(bucket)) expect(encryption).toContain(app.arnOf(app.one('AWS::KMS::Key')));
      expect(bucket.properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(bucket.properties.OwnershipControls).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
      const arn = app.arnOf(bucket);
      const tls = { 'aws:SecureTransport': 'true', 's3:TlsVersion': 1.2 };
      const read = (resource: string, context: Record<string, string | number>) =>
        denies(policyOf(bucket), { action: 's3:GetObject', resource, context });
      expect(read(`${arn}/a/b`, { ...tls, 'aws:SecureTransport': 'false' })).toBe(true);
      expect(read(`${arn}/a/b`, { ...tls, 's3:TlsVersion': 1.1 })).toBe(true);
      expect(read(`${arn}/a/b`, tls)).toBe(false);
      expect(
        denies(policyOf(bucket), {
          action: 's3:ListBucket',
          resource: arn,
          context: { 'aws:SecureTransport': 'false' },
        }),
      ).toBe(true);
    });

    it.each(lake)('$id keeps versions, logs access and clears abandoned uploads', (bucket) => {
      expect(bucket.properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      const log = all.find((each) => !lake.includes(each))?.id;
      expect(bucket.properties.LoggingConfiguration).toMatchObject({ DestinationBucketName: log });
      const clears = rulesOf(bucket).filter((rule) => 'AbortIncompleteMultipartUpload' in rule);
      expect(clears).toMatchObject([{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }]);
      expect(clears.filter((rule) => 'Prefix' in rule)).toEqual([]);
    });

    it('expires what runs stage, what Athena answered, old versions of what is rewritten, and nothing else', () => {
      const expiring = lake.flatMap((bucket) =>
        rulesOf(bucket)
          .filter((rule) => 'ExpirationInDays' in rule)
          .map(({ Prefix, ExpirationInDays }) => ({ bucket: bucket.properties.BucketName, Prefix, ExpirationInDays })),
      );
      expect(expiring).toEqual([
        { bucket: buckets.silver, Prefix: '_staged/', ExpirationInDays: 14 },
        { bucket: buckets.gold, Prefix: '_athena/', ExpirationInDays: 7 },
      ]);
      const forgets = lake.filter((bucket) =>
        rulesOf(bucket).some(
          ({ NoncurrentVersionExpiration: old, Prefix }) =>
            Prefix === undefined && (old as Properties | undefined)?.NoncurrentDays === 30,
        ),
      );
      expect(forgets.map(({ properties }) => properties.BucketName).sort()).toEqual(
        [buckets.gold, buckets.silver].sort(),
      );
    });

    it('forgets access logs when it forgets other logs', () => {
      const [logs, ...others] = all.filter((bucket) => !lake.includes(bucket));
      expect(others).toEqual([]);
      expect(rulesOf(logs as Resource)).toMatchObject([{ ExpirationInDays: app.config.logRetentionDays }]);
    });

    const tls = { 'aws:SecureTransport': 'true', 's3:TlsVersion': 1.3 };
    const created = { ...tls, 's3:ObjectCreationOperation': 'true' };
    const writes: [name: string, action: string, context: Record<string, string | number>, denied: boolean][] = [
      ['creating on condition', 's3:PutObject', { ...created, 's3:if-none-match': '*' }, false],
      ['creating or overwriting at will', 's3:PutObject', created, true],
      ['overwriting what one has seen', 's3:PutObject', { ...created, 's3:if-match': '"etag"' }, true],
      ['a part of an upload', 's3:PutObject', { ...tls, 's3:ObjectCreationOperation': 'false' }, false],
      ['deleting', 's3:DeleteObject', tls, true],
      ['deleting a version', 's3:DeleteObjectVersion', tls, true],
      ['reading', 's3:GetObject', tls, false],
    ];
    it.each(writes)('Bronze is write-once: %s', (_, action, context, denied) => {
      const bronze = bucketOf(buckets.bronze);
      const resource = `${app.arnOf(bronze)}/transactions/ingest_date=2025-09-01/a.ndjson.gz`;
      expect(denies(policyOf(bronze), { action, resource, context })).toBe(denied);
    });

    const key = app.arnOf(app.one('AWS::KMS::Key'));
    const encryption = 's3:x-amz-server-side-encryption';
    const keyId = `${encryption}-aws-kms-key-id`;
    const encrypted: [name: string, context: Record<string, string>, denied: boolean][] = [
      ['says nothing: the default of the bucket', {}, false],
      ['our key', { [encryption]: 'aws:kms', [keyId]: key }, false],
      ['a key of S3', { [encryption]: 'AES256' }, true],
      ['the key S3 has for the account', { [encryption]: 'aws:kms' }, true],
      ['a key of somebody else', { [encryption]: 'aws:kms', [keyId]: `${key}0` }, true],
      ['a key that the writer keeps', { [`${encryption}-customer-algorithm`]: 'AES256' }, true],
    ];
    it.each(encrypted)('refuses whatever is not under our key; a write with %s', (_, context, denied) => {
      for (const bucket of lake) {
        const request = { action: 's3:PutObject', resource: `${app.arnOf(bucket)}/a/b` };
        const given = { ...created, 's3:if-none-match': '*', ...context };
        expect([bucket.id, denies(policyOf(bucket), { ...request, context: given })]).toEqual([bucket.id, denied]);
      }
    });

    it('gives nobody more of Bronze than reading, and creating to the generator and to who works with the commands', () => {
      const bronze = app.arnOf(bucketOf(buckets.bronze));
      const allowed = roleStatements(app).flatMap(({ role, statements }) =>
        statements
          .filter(({ resources }) => resources.some((resource) => resource.startsWith(bronze) || resource === '*'))
          .flatMap(({ actions }) =>
            actions.filter((action) => /^(s3:|\*)/.test(action)).map((action) => ({ role, action })),
          ),
      );
      const reading = ['s3:GetObject', 's3:ListBucket'];
      const writers = allowed.filter(({ action }) => !reading.includes(action));
      expect(new Set(writers.map(({ action }) => action))).toEqual(
        new Set(['s3:PutObject', 's3:AbortMultipartUpload']),
      );
      const who = new Set(writers.map(({ role }) => role.replace(/(Role)?[0-9A-F]{8}.*$/, '')));
      expect(who).toEqual(new Set(app.config.generator ? ['Generate', 'Operator'] : ['Operator']));
      expect(allowed.map(({ action }) => action)).toContain('s3:GetObject');
    });
  });
}
