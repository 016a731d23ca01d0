import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRecord, replaceRecord } from '../../lib/iceberg/iceberg-record.ts';
import { getJson } from '../../lib/lake/objects.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';

let endpoint: ScratchEndpoint;
const silver = () => ({ s3: endpoint.client, name: 'silver' });
beforeAll(async () => {
  endpoint = await startScratchEndpoint();
  await endpoint.client.send(new CreateBucketCommand({ Bucket: 'silver' }));
});
afterAll(() => endpoint.remove());

it('is empty before anything was published, and then what was written last', async () => {
  const nothing = await readRecord(silver(), 'trades');
  expect(nothing).toEqual({ dates: {}, etag: undefined });
  const first = await replaceRecord(silver(), 'trades', { ...nothing, dates: { '2025-09-01': 'a' } });
  const second = await replaceRecord(silver(), 'trades', { ...first, dates: { '2025-09-02': 'b' } });
  expect(await readRecord(silver(), 'trades')).toEqual(second);
  expect((await getJson(silver(), '_iceberg/trades.json'))?.value).toEqual({ dates: { '2025-09-02': 'b' } });
});

it.each(['before there was one', 'over one'])('is written by one of two publishers that read it, %s', async (when) => {
  const dataset = when.replaceAll(' ', '-');
  if (when === 'over one') await replaceRecord(silver(), dataset, { dates: {}, etag: undefined });
  const [one, other] = [await readRecord(silver(), dataset), await readRecord(silver(), dataset)];
  await replaceRecord(silver(), dataset, { ...one, dates: { '2025-09-01': 'one' } });
  await expect(replaceRecord(silver(), dataset, other)).rejects.toMatchObject({
    kind: 'transient',
    message: `another publisher is at work on the Iceberg table of ${dataset}`,
  });
  expect((await readRecord(silver(), dataset)).dates).toEqual({ '2025-09-01': 'one' });
});
