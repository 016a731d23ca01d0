import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { maskCardNumbers } from '../../lib/contracts/card-number.ts';
import { demo } from '../../lib/datasets/transactions/demo.ts';
import { deliverBad } from '../../lib/datasets/transactions/generator/deliver.ts';
import { createPools } from '../../lib/datasets/transactions/generator/pools.ts';
import { initialKnobs } from '../../lib/generator/knobs.ts';
import { type Bucket, listObjects } from '../../lib/lake/objects.ts';
import { findGenerator } from '../../lib/stages/generate/find-generator.ts';
import { generateDate } from '../../lib/stages/generate/generate-date.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';
import { dayNumber, deliverDays } from './deliveries.ts';

let endpoint: ScratchEndpoint;
let count = 0;
const made = findGenerator('transactions');
beforeAll(async () => {
  endpoint = await startScratchEndpoint();
});
afterAll(() => endpoint.remove());

async function newBucket(): Promise<Bucket> {
  const name = `bronze-${count++}`;
  await endpoint.client.send(new CreateBucketCommand({ Bucket: name }));
  return { s3: endpoint.client, name };
}

async function contentOf(bronze: Bucket, date: string): Promise<Record<string, Buffer>> {
  const listed = await listObjects(bronze, `transactions/ingest_date=${date}/`);
  const fileOf = (key: string): string => join(endpoint.folder, 's3', bronze.name, key);
  return Object.fromEntries(await Promise.all(listed.map(async ({ key }) => [key, await readFile(fileOf(key))])));
}

async function hashesOf(bronze: Bucket, date: string): Promise<Record<string, string>> {
  const files = Object.entries(await contentOf(bronze, date));
  return Object.fromEntries(files.map(([key, bytes]) => [key, createHash('sha256').update(bytes).digest('hex')]));
}

const date = '2025-09-05';
const knobs = { ...initialKnobs(demo), rows: 1000, duplicates: 0.1, late: 0.2, corrections: 0.1, bad: 0.02 };

async function generated(bronze: Bucket, more: Partial<typeof knobs>, ...dates: string[]): Promise<Bucket> {
  for (const each of dates) await generateDate(bronze, made, each, { ...knobs, ...more });
  return bronze;
}

test('lands gzipped NDJSON: the lines of the day, then the bad ones, in files that together are the day', async () => {
  const bronze = await newBucket();
  const told: number[] = [];
  const { files, rows } = await generateDate(bronze, made, date, knobs, async ({ share }) => void told.push(share));
  expect([told.length, told.at(-1), rows]).toEqual([files, 1, knobs.rows]);
  const content = await contentOf(bronze, date);
  expect(Object.keys(content)).toHaveLength(files);
  for (const key of Object.keys(content)) {
    expect(key).toMatch(/^transactions\/ingest_date=2025-09-05\/generated-[0-9]{4}\.ndjson\.gz$/);
  }
  const texts = Object.values(content).map((bytes) => gunzipSync(bytes).toString('utf8'));
  for (const text of texts) expect(text.endsWith('\n')).toBe(true);
  const lines = texts.flatMap((text) => text.trimEnd().split('\n'));
  const good = deliverDays(knobs, dayNumber(date), 1).map(({ line }) => line);
  const bad = [...deliverBad(knobs, createPools(knobs.seed), dayNumber(date))];
  expect(lines.toSorted()).toEqual([...good, ...bad].sort());
});

test('same seed, date and knobs: same bytes; a date does not depend on the range, or on the order', async () => {
  const alone = await hashesOf(await generated(await newBucket(), {}, date), date);
  const range = ['2025-09-03', '2025-09-04', date, '2025-09-06'];
  expect(await hashesOf(await generated(await newBucket(), {}, ...range), date)).toEqual(alone);
  expect(await hashesOf(await generated(await newBucket(), {}, ...range.toReversed()), date)).toEqual(alone);
});

test.each([{ seed: 43 }, { rows: 1001 }, { duplicates: 0 }, { late: 0 }, { corrections: 0 }, { bad: 0 }])(
  'with %j instead the date is another',
  async (changed) => {
    const usual = await hashesOf(await generated(await newBucket(), {}, date), date);
    expect(await hashesOf(await generated(await newBucket(), changed, date), date)).not.toEqual(usual);
  },
);

test('another seed changes every file, another date too', async () => {
  const usual = await hashesOf(await generated(await newBucket(), {}, date), date);
  const other = await generated(await newBucket(), { seed: 43 }, date);
  const hashes = new Set(Object.values(usual));
  for (const hash of Object.values(await hashesOf(other, date))) expect(hashes).not.toContain(hash);
  const nextDay = await generated(await newBucket(), {}, '2025-09-06');
  for (const hash of Object.values(await hashesOf(nextDay, '2025-09-06'))) expect(hashes).not.toContain(hash);
});

test('again is a no-op; other knobs on a date that is there are refused and change nothing', async () => {
  const bronze = await generated(await newBucket(), {}, date);
  const before = await listObjects(bronze, '');
  await generateDate(bronze, made, date, knobs);
  expect(await listObjects(bronze, '')).toEqual(before);
  await expect(generateDate(bronze, made, date, { ...knobs, seed: 43 })).rejects.toThrow(
    expect.objectContaining({ kind: 'usage' }),
  );
  expect(await listObjects(bronze, '')).toEqual(before);
});

test('made-up rows are never mixed with real ones: a date that holds other files is refused', async () => {
  const bronze = await newBucket();
  const Key = `transactions/ingest_date=${date}/from-the-processor.ndjson.gz`;
  await bronze.s3.send(new PutObjectCommand({ Bucket: bronze.name, Key, Body: 'real' }));
  await expect(generateDate(bronze, made, date, knobs)).rejects.toThrow(expect.objectContaining({ kind: 'usage' }));
  expect((await listObjects(bronze, '')).map(({ key }) => key)).toEqual([Key]);
});

test('a date of whose files some are missing is refused beside other files, a whole one is left as it is', async () => {
  const bronze = await generated(await newBucket(), {}, date);
  const own = (await listObjects(bronze, '')).map(({ key }) => key);
  const Key = `transactions/ingest_date=${date}/from-the-processor.ndjson.gz`;
  await bronze.s3.send(new PutObjectCommand({ Bucket: bronze.name, Key, Body: 'real' }));
  await generateDate(bronze, made, date, knobs);
  expect((await listObjects(bronze, '')).map(({ key }) => key).sort()).toEqual([...own, Key].sort());
  await bronze.s3.send(new DeleteObjectCommand({ Bucket: bronze.name, Key: own[1] }));
  await expect(generateDate(bronze, made, date, knobs)).rejects.toThrow(expect.objectContaining({ kind: 'usage' }));
});

test('an object somebody else put under a generated name is compared by what it unpacks to', async () => {
  const bronze = await generated(await newBucket(), {}, date);
  const [[Key = '', bytes = Buffer.alloc(0)] = []] = Object.entries(await contentOf(bronze, date));
  const put = (Body: Buffer): Promise<unknown> =>
    bronze.s3.send(new PutObjectCommand({ Bucket: bronze.name, Key, Body }));
  await put(gzipSync(gunzipSync(bytes), { level: 9 }));
  await generateDate(bronze, made, date, knobs);
  for (const other of [gzipSync('other'), Buffer.from('no gzip')]) {
    await put(other);
    await expect(generateDate(bronze, made, date, knobs)).rejects.toThrow('Bronze is write-once');
  }
});

test('no byte of it is a card number, though rows with one are among the bad ones', async () => {
  const bronze = await generated(await newBucket(), { rows: 5000, bad: 0.02 }, date);
  const text = Object.values(await contentOf(bronze, date))
    .map((bytes) => gunzipSync(bytes).toString('utf8'))
    .join('');
  expect(text).toMatch(/paid with 400000•{6}[0-9]{4}/);
  expect(maskCardNumbers(text)).toBe(text);
});

test('leaves no scratch behind, whether it lands or is refused', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'paylake-scratch-'));
  vi.stubEnv('TMPDIR', scratch);
  try {
    const bronze = await generated(await newBucket(), {}, date);
    await expect(generateDate(bronze, made, date, { ...knobs, seed: 43 })).rejects.toThrow('other knobs');
    expect(await readdir(scratch)).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
    await rm(scratch, { recursive: true, force: true });
  }
});
