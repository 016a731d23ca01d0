import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeStatementCommand, RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import {
  type Bucket,
  copyObject,
  getJson,
  listObjects,
  putJson,
  removeObject,
  upload,
} from '../../lib/lake/objects.ts';
import { createMeter } from '../../lib/runtime/meter.ts';
import { startServer } from '../../local/json-server.ts';
import { createClient, type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';

let endpoint: ScratchEndpoint;
let bucket: Bucket;
const meter = createMeter();
beforeAll(async () => {
  endpoint = await startScratchEndpoint();
  bucket = { s3: meter.countS3(createClient(endpoint.url)), name: endpoint.bucket };
});
beforeEach(() => {
  meter.reset();
  endpoint.calls.length = 0;
});
afterAll(async () => {
  bucket.s3.destroy();
  await endpoint.remove();
});

test('requests are counted as S3 charges them: writes with lists, reads also of what is not there, deletes not at all', async () => {
  await putJson(bucket, 'a.json', {});
  await getJson(bucket, 'a.json');
  await getJson(bucket, 'not-there.json');
  await copyObject(bucket, 'a.json', 'b.json');
  await listObjects(bucket, '');
  await removeObject(bucket, 'b.json');
  expect(meter.read()).toMatchObject({ writes: 3, reads: 2 });
  // A copy is recorded as the two permissions it takes.
  expect(endpoint.calls).toHaveLength(7);
});

test('every part of a large file is a request', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'paylake-meter-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'large');
  await writeFile(path, Buffer.alloc(17 * 1024 * 1024));
  await upload(bucket, 'large', path);
  // Begun, three parts, completed.
  expect(meter.read()).toMatchObject({ writes: 5, reads: 0 });
});

test('a reset begins anew, growth adds up, and what was read before does not change', async () => {
  await putJson(bucket, 'a.json', {});
  meter.grow(10);
  meter.grow(-4);
  const before = meter.read();
  meter.reset();
  expect(before).toEqual({ writes: 1, reads: 0, grownBytes: 6, statements: {} });
  expect(meter.read()).toEqual({ writes: 0, reads: 0, grownBytes: 0, statements: {} });
});

/** A Data API that describes every statement so. */
async function describing(description: object): Promise<RedshiftDataClient> {
  const type = 'application/x-amz-json-1.1';
  const { url, close } = await startServer(async () => ({ status: 200, type, body: JSON.stringify(description) }));
  onTestFinished(close);
  return new RedshiftDataClient({
    endpoint: url,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'TESTROLE', secretAccessKey: 'not-verified' },
  });
}

const updated = 1_760_000_000;
test.each([
  ['FINISHED', 5_000_000_000, { s: [updated * 1000 - 5000, updated * 1000] }],
  ['FAILED', 1, { s: [updated * 1000 - 1, updated * 1000] }],
  ['ABORTED', -1, { s: [updated * 1000, updated * 1000] }],
  ['STARTED', 5_000_000_000, {}],
  ['PICKED', 0, {}],
])('a statement that is seen %s', async (Status, Duration, expected) => {
  const client = meter.watchWarehouse(await describing({ Id: 's', Status, Duration, UpdatedAt: updated }));
  for (let look = 0; look < 2; look += 1) await client.send(new DescribeStatementCommand({ Id: 's' }));
  expect(meter.read().statements).toEqual(expected);
  client.destroy();
});
