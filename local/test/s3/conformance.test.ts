import { PutObjectTaggingCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conformanceChecks } from './conformance.ts';
import { failure } from './s3-helpers.ts';
import { type ScratchEndpoint, startScratchEndpoint } from './scratch-endpoint.ts';

let endpoint: ScratchEndpoint;

beforeAll(async () => {
  endpoint = await startScratchEndpoint();
});

afterAll(() => endpoint.remove());

for (const check of conformanceChecks) {
  test(check.name, () => check.run(endpoint.client, endpoint.bucket));
}

test('object tagging is not implemented here: 501', async () => {
  const put = new PutObjectTaggingCommand({ Bucket: endpoint.bucket, Key: 'k', Tagging: { TagSet: [] } });
  expect(await failure(endpoint.client.send(put))).toBe('501 NotImplemented');
});
