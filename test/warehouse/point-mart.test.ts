import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import type { Mart } from '../../lib/datasets/dataset.ts';
import { type Bucket, getJson, listObjects, putJson } from '../../lib/lake/objects.ts';
import type { MartPointer } from '../../lib/run/records.ts';
import { pointMart } from '../../lib/stages/warehouse/point-mart.ts';
import { putLatestCsv } from '../../lib/stages/warehouse/put-latest-csv.ts';
import { putManifest } from '../../lib/stages/warehouse/put-manifest.ts';
import { removeOldExports } from '../../lib/stages/warehouse/remove-old-exports.ts';
import { MemoryS3 } from '../laws/memory-s3.ts';

/*
 * Readers of a mart are swapped to what a run exported, whoever else does the same at once.
 */

const mart: Mart = {
  name: 'daily',
  grain: 'day',
  key: ['day'],
  columns: { day: 'Day.', amount: 'Amount.' },
  slice: 'touched dates',
  order: ['day'],
};
const pointerKey = 'daily/_latest.json';
const csvKey = 'daily/latest.csv';
const manifestKey = 'daily/_symlink_format_manifest/manifest';
const now = new Date('2025-09-20T00:00:00Z');

/** What others do just before we write the pointer, one at a time; and what we wrote, in order. */
class SharedS3 extends MemoryS3 {
  meanwhile: (() => Promise<unknown>)[] = [];
  written: string[] = [];
  isOthers = false;
  override async send(command: unknown): Promise<never> {
    if (!this.isOthers && (command instanceof CopyObjectCommand || command instanceof PutObjectCommand)) {
      const { Key = '' } = command.input;
      this.written.push(Key);
      if (Key === pointerKey) await this.byOthers(this.meanwhile.shift());
    }
    return super.send(command);
  }

  async byOthers(act?: () => Promise<unknown>): Promise<void> {
    this.isOthers = true;
    await act?.();
    this.isOthers = false;
  }
}

let s3: SharedS3;
let gold: Bucket;
beforeEach(async () => {
  s3 = new SharedS3({});
  gold = { s3, name: 'gold' };
  await s3.send(new CreateBucketCommand({ Bucket: gold.name }));
  for (const run of ['ours', 'theirs']) await exportOf(run);
  s3.written = [];
});

const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: gold.name, Key, Body }));
async function exportOf(run: string): Promise<void> {
  await put(`daily/${run}/parquet/000.parquet`, run);
  await put(`daily/${run}/csv/000.csv`, run);
}
const filesOf = (run: string): string[] => [`daily/${run}/parquet/000.parquet`];
const manifestOf = (run: string): string =>
  filesOf(run)
    .map((key) => `s3://gold/${key}\n`)
    .join('');
const pointer = (runId: string, loads?: number): Omit<MartPointer, 'files'> => ({
  runId,
  asOf: '2025-09-11',
  rows: 1,
  ...(loads !== undefined && { loads }),
});
const theirs = (loads?: number): MartPointer => ({ ...pointer('theirs', loads), files: filesOf('theirs') });
/** Another run swaps readers to its own, behind the back of the one that is at it. */
const swap = (loads?: number) => async (): Promise<void> => {
  await put(csvKey, 'theirs');
  await put(manifestKey, manifestOf('theirs'));
  await putJson(gold, pointerKey, theirs(loads));
};
const point = (loads?: number) => pointMart(gold, mart, { exportedBy: 'ours', pointer: pointer('ours', loads), now });
const pointed = async (): Promise<MartPointer | undefined> => (await getJson<MartPointer>(gold, pointerKey))?.value;
const textOf = async (Key: string): Promise<string | undefined> => {
  const { Body } = (await s3.send(new GetObjectCommand({ Bucket: gold.name, Key }))) as {
    Body?: { transformToString(): Promise<string> };
  };
  return Body?.transformToString();
};
/** Whose CSV and manifest those see who do not read the pointer. */
async function expectShown(run: string): Promise<void> {
  expect([await textOf(csvKey), await textOf(manifestKey)]).toEqual([run, manifestOf(run)]);
}

test('the CSV and the manifest come first, the pointer last, with the files that the run exported', async () => {
  await point();
  expect(s3.written).toEqual([csvKey, manifestKey, pointerKey]);
  expect(await pointed()).toEqual({ ...pointer('ours'), files: filesOf('ours') });
  await expectShown('ours');
});

test.each([
  [undefined, undefined],
  [undefined, 1],
  [1, 1],
  [1, 2],
])('a pointer that has seen %s loads is moved on by one that has seen %s', async (before, loads) => {
  await s3.byOthers(swap(before));
  await point(loads);
  expect(await pointed()).toMatchObject({ runId: 'ours' });
  await expectShown('ours');
});

test.each([
  [1, undefined],
  [2, 1],
])('one that has seen %s stays for one that has seen %s, which writes nothing', async (before, loads) => {
  await s3.byOthers(swap(before));
  await point(loads);
  expect(await pointed()).toEqual(theirs(before));
  await expectShown('theirs');
  expect(s3.written).toEqual([]);
});

test('who is overtaken tries again; nobody overwrites a pointer that he has not read', async () => {
  s3.meanwhile = [swap(1), swap(2)];
  await point(2);
  expect(await pointed()).toMatchObject({ runId: 'ours', loads: 2 });
  await expectShown('ours');
  expect(s3.written.filter((key) => key === pointerKey)).toHaveLength(3);
});

test('who is overtaken by a run that has seen more puts that one’s CSV and manifest back', async () => {
  const isTheirs = { ...theirs(3) };
  s3.meanwhile = [
    // Their CSV was there before ours, their pointer comes now.
    async () => void (await putJson(gold, pointerKey, isTheirs)),
  ];
  await point(2);
  expect(await pointed()).toEqual(isTheirs);
  await expectShown('theirs');
});

test('after five attempts the run says so, and may be run again', async () => {
  let loads = 0;
  s3.meanwhile = Array.from({ length: 9 }, () => async () => swap(loads++)());
  await expect(point(100)).rejects.toMatchObject({
    message: `gold ${pointerKey} is being swapped by other runs`,
    kind: 'transient',
    next: 'run the same command again',
  });
  expect(loads).toBe(5);
  expect(await pointed()).toMatchObject({ runId: 'theirs' });
});

test('exports that no pointer names are removed, with those that the one before named kept', async () => {
  await exportOf('older');
  await s3.byOthers(swap());
  await point();
  const left = (await listObjects(gold, 'daily/')).map(({ key }) => key);
  expect(left).toEqual([pointerKey, manifestKey, csvKey, ...filesOf('ours'), ...filesOf('theirs')]);
});

test('of a mart without rows the CSV is its header', async () => {
  await putLatestCsv(gold, mart, 'empty');
  expect(await textOf(csvKey)).toBe('day,amount\n');
  const { s3: client, sent } = recording();
  await putLatestCsv({ s3: client, name: 'gold' }, mart, 'empty');
  expect(sent()).toMatchObject({ Key: csvKey, ContentType: 'text/csv' });
});

test('a manifest names each file on a line of its own', async () => {
  await putManifest(gold, 'daily', [...filesOf('ours'), ...filesOf('theirs')]);
  expect(await textOf(manifestKey)).toBe(manifestOf('ours') + manifestOf('theirs'));
});

test('that of a mart without rows names no file, and is a text with a length', async () => {
  const { s3: client, sent } = recording();
  await putManifest({ s3: client, name: 'gold' }, 'daily', []);
  expect(sent()).toEqual({ Bucket: 'gold', Key: manifestKey, Body: '', ContentLength: 0, ContentType: 'text/plain' });
});

function recording() {
  const client = new S3Client({});
  const answers = mockClient(client);
  answers.on(ListObjectsV2Command).resolves({});
  answers.on(PutObjectCommand).resolves({});
  return { s3: client, sent: () => answers.commandCalls(PutObjectCommand)[0]?.args[0].input };
}

test('a mart that takes more than one CSV file is refused with where its rows are', async () => {
  await put('daily/ours/csv/001.csv', 'more');
  await expect(putLatestCsv(gold, mart, 'ours')).rejects.toMatchObject({
    message: 'mart.daily is too large for one CSV file of 6.2 GB',
    kind: 'internal',
    next: `read the Parquet files that ${pointerKey} names; give the mart a smaller slice`,
  });
  expect(s3.written).toEqual(['daily/ours/csv/001.csv']);
});

test('an export stays for seven days, to the millisecond; the pointer, the CSV and the manifest stay for good', async () => {
  const client = new S3Client({});
  const answers = mockClient(client);
  const at = (key: string, age: number) => ({ Key: `daily/${key}`, LastModified: new Date(now.getTime() - age) });
  const week = 7 * 86_400_000;
  answers.on(ListObjectsV2Command).resolves({
    Contents: [
      at('_latest.json', 2 * week),
      at('latest.csv', 2 * week),
      at('_symlink_format_manifest/manifest', 2 * week),
      at('kept', 2 * week),
      at('week', week),
      at('older', week + 1),
      at('oldest', 2 * week),
    ],
  });
  await removeOldExports({ s3: client, name: 'gold' }, 'daily', ['daily/kept'], now);
  const listed = answers.commandCalls(ListObjectsV2Command)[0]?.args[0].input;
  expect(listed).toMatchObject({ Bucket: 'gold', Prefix: 'daily/' });
  const removed = answers.calls().flatMap(({ args: [{ input }] }) => ('Key' in input ? [input.Key] : []));
  expect(removed).toEqual(['daily/older', 'daily/oldest']);
});
