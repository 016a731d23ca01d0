import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { catalogKey, journalKey, partKey, stagedDatePrefix, summaryKey } from '../../lib/lake/keys.ts';
import { type Bucket, getJson, listObjects, putJson } from '../../lib/lake/objects.ts';
import type { ItemProgress } from '../../lib/run/item-progress.ts';
import type { CatalogDate, StagedPart } from '../../lib/run/records.ts';
import { publishPart } from '../../lib/stages/publish/publish-part.ts';
import { publishUnit } from '../../lib/stages/publish/publish-unit.ts';
import { openMemoryLake } from '../laws/memory-lake.ts';
import { memoryS3 } from '../laws/memory-s3-clients.ts';
import { readObject } from '../laws/read-object.ts';
import { ask } from '../laws/read-rows.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';

/*
 * One staged file at a time, made here as staging makes it: whole event dates, sorted by date, category and id.
 */

let origin: ScratchLake;
let folder: string;
let silver: Bucket;
/** Writes and deletes of partitions and of the catalog. */
let changes: string[] = [];
beforeAll(async () => {
  origin = await openMemoryLake(memoryS3);
  folder = await mkdtemp(join(tmpdir(), 'paylake-part-'));
  const send = memoryS3.send.bind(memoryS3);
  vi.spyOn(memoryS3, 'send').mockImplementation((command: unknown) => {
    if (command instanceof PutObjectCommand) changes.push(`put ${command.input.Key}`);
    if (command instanceof DeleteObjectCommand) changes.push(`delete ${command.input.Key}`);
    return send(command);
  });
});
beforeEach(async () => {
  ({ silver } = await origin.another());
  changes = [];
});
afterAll(async () => {
  vi.restoreAllMocks();
  await origin.remove();
  await rm(folder, { recursive: true });
});

const key = partKey('r', 'part-0000', 'parquet');
const [first, second] = ['2025-09-09', '2025-09-10'] as const;
const partition = (date: string, mcc: string): string =>
  `transactions/p_txn_date=${date}/p_mcc=m${mcc}/part-0000.parquet`;
const mixed = (date: string): string => `transactions/p_txn_date=${date}/p_mcc=mixed/part-0000.parquet`;
/** As many rows of a value as make it a file of its own. */
const each = 100;

/** Rows as [date, category, beginnings of ids]: of each beginning there are a hundred. */
type Rows = [string, string, string[]][];

/** Stages rows of these dates. */
async function stage(rows: Rows, dates: string[] = [first, second]): Promise<StagedPart> {
  const flat = rows.flatMap(([date, mcc, ids]) =>
    ids.flatMap((id) => Array.from({ length: each }, (_, at) => `(date '${date}', '${mcc}', '${id}-${100 + at}')`)),
  );
  const columns = transactions.columns.map(({ name }) =>
    ['transaction_id', 'mcc', 'txn_date'].includes(name) ? `"${name}"` : `'${name}' as "${name}"`,
  );
  const path = join(folder, 'part.parquet');
  const values = flat.length > 0 ? flat.join(', ') : "(date '2000-01-01', '', '')";
  await ask(`copy (select ${columns.join(', ')} from (values ${values}) rows (txn_date, mcc, transaction_id)
    where ${flat.length > 0} order by txn_date, mcc, transaction_id) to '${path}' (format parquet)`);
  await memoryS3.send(new PutObjectCommand({ Bucket: silver.name, Key: key, Body: await readFile(path) }));
  const counted = (date: string): number =>
    rows.reduce((sum, [on, , ids]) => sum + (on === date ? each * ids.length : 0), 0);
  return {
    name: 'part-0000',
    key,
    size: 0,
    sha256: '',
    rows: flat.length,
    distinctKeys: flat.length,
    dates: dates.map((date) => ({ date, rows: counted(date), digest: `digest of ${date}` })),
    controlTotals: [],
  };
}
const publish = async (rows: Rows, dates?: string[]): Promise<number> => {
  const part = await stage(rows, dates);
  changes = [];
  return (await publishPart(silver, transactions, part, { memoryMiB: 256 })).grownBytes;
};
const partitions = async (): Promise<{ key: string; size: number; etag: string }[]> =>
  listObjects(silver, 'transactions/');
const keys = async (): Promise<string[]> => (await partitions()).map((one) => one.key);
const bytes = async (): Promise<number> => (await partitions()).reduce((sum, { size }) => sum + size, 0);
const catalog = async (date: string): Promise<CatalogDate | undefined> =>
  (await getJson<CatalogDate>(silver, catalogKey('transactions', date)))?.value;
const changed = (): string[] => changes.filter((change) => !change.includes('_catalog')).sort();

const rows: Rows = [
  [first, '0742', ['a', 'b']],
  [first, '5411', ['c']],
  [second, '5411', ['d', 'e', 'f']],
];

test('each partition is an object, and the catalog says what it is', async () => {
  expect(await publish(rows)).toBe(await bytes());
  expect(await keys()).toEqual([partition(first, '0742'), partition(first, '5411'), partition(second, '5411')]);
  const objects = await partitions();
  const expected = await Promise.all(
    objects.map(async ({ key, size, etag }, at) => {
      const sha256 = createHash('sha256')
        .update(await readObject(silver, key))
        .digest('hex');
      return { key, size, sha256, etag, rows: [2, 1, 3].map((ids) => each * ids)[at] };
    }),
  );
  expect(await catalog(first)).toEqual({
    date: first,
    rows: 3 * each,
    digest: `digest of ${first}`,
    partitions: expected.slice(0, 2),
  });
  expect(await catalog(second)).toMatchObject({ rows: 3 * each, partitions: expected.slice(2) });
});

test('published again it changes nothing, and grows by nothing', async () => {
  await publish(rows);
  const before = await catalog(first);
  expect(await publish(rows)).toBe(0);
  expect(changed()).toEqual([]);
  expect(await catalog(first)).toEqual(before);
});

test('only what differs is written, what lost its last row is deleted, and the growth is what it is', async () => {
  await publish(rows);
  const before = await bytes();
  const grown = await publish([
    [first, '5411', ['c']],
    [second, '4111', ['g']],
    [second, '5411', ['d', 'e']],
  ]);
  expect(changed()).toEqual([
    `delete ${partition(first, '0742')}`,
    `put ${partition(second, '4111')}`,
    `put ${partition(second, '5411')}`,
  ]);
  expect(grown).toBe((await bytes()) - before);
});

test('a date that lost all its rows leaves nothing behind, one that is not of this file is left alone', async () => {
  await publish(rows);
  const before = await bytes();
  const grown = await publish([], [first]);
  expect(await keys()).toEqual([partition(second, '5411')]);
  expect(await catalog(first)).toBeUndefined();
  expect(await catalog(second)).toBeDefined();
  expect(grown).toBe((await bytes()) - before);
  expect(grown).toBeLessThan(0);
});

test.each<[string, (of: Map<string, unknown>) => void]>([
  ['deleted', (objects) => objects.delete(partition(first, '5411'))],
  ['overwrote', (objects) => objects.set(partition(first, '5411'), { bytes: Buffer.from('x'), ETag: '"x"' })],
  [
    'added beside it',
    (objects) => objects.set(`${partition(first, '5411')}-1`, { bytes: Buffer.from('x'), ETag: '"x"' }),
  ],
  [
    'renamed',
    (objects) => {
      objects.set(`${partition(first, '5411')}-1`, objects.get(partition(first, '5411')));
      objects.delete(partition(first, '5411'));
    },
  ],
  [
    'put another in the place of',
    (objects) => objects.set(partition(first, '5411'), objects.get(partition(first, '0742'))),
  ],
])('what someone %s by hand is put right', async (_, change) => {
  await publish(rows);
  const before = await partitions();
  change(memoryS3.buckets.get(silver.name) as Map<string, unknown>);
  const spoiled = await bytes();
  expect(await publish(rows)).toBe(before.reduce((sum, { size }) => sum + size, 0) - spoiled);
  expect(await partitions()).toEqual(before);
});

test('a date that changes its form has the new one before it loses the old: readers never see none of it', async () => {
  const part = await stage(rows, [first]);
  const [whole, path] = [join(folder, 'whole.parquet'), join(folder, 'few.parquet')];
  await writeFile(whole, await readFile(join(folder, 'part.parquet')));
  /** Publishes of the date's rows some; says by how much it grew. */
  const publishWhere = async (condition: string): Promise<number> => {
    await ask(`copy (select * from read_parquet('${whole}') where ${condition}) to '${path}' (format parquet)`);
    await memoryS3.send(new PutObjectCommand({ Bucket: silver.name, Key: key, Body: await readFile(path) }));
    changes = [];
    return (await publishPart(silver, transactions, part, { memoryMiB: 256 })).grownBytes;
  };
  const ofDate = `txn_date = '${first}' and transaction_id not like 'b-%'`;
  await publishWhere(ofDate);
  expect(await keys(), 'two hundred rows of two values').toEqual([partition(first, '0742'), partition(first, '5411')]);
  const before = await bytes();
  const grown = await publishWhere(`${ofDate} and transaction_id <> 'a-100'`);
  expect(changes).toEqual([
    `put ${mixed(first)}`,
    `put ${catalogKey('transactions', first)}`,
    `delete ${partition(first, '0742')}`,
    `delete ${partition(first, '5411')}`,
  ]);
  expect(await keys()).toEqual([mixed(first)]);
  expect((await catalog(first))?.partitions.map((one) => [one.key, one.rows])).toEqual([[mixed(first), 199]]);
  expect(grown).toBe((await bytes()) - before);
  await publishWhere(ofDate);
  expect(changes.at(-1)).toBe(`delete ${mixed(first)}`);
  expect(await bytes()).toBe(before);
});

test('what the old layout has of a date goes, that of other dates stays', async () => {
  const old = (date: string): string => `transactions/txn_date=${date}/mcc=5411/part-0000.parquet`;
  for (const date of [first, '2025-09-11'])
    await memoryS3.send(new PutObjectCommand({ Bucket: silver.name, Key: old(date), Body: 'old rows' }));
  const before = await bytes();
  const grown = await publish(rows);
  expect(changed()).toContain(`delete ${old(first)}`);
  expect(await keys()).toContain(old('2025-09-11'));
  expect(await keys()).not.toContain(old(first));
  expect(grown).toBe((await bytes()) - before);
});

test('after each partition it says how much of the file is published', async () => {
  const told: ItemProgress[] = [];
  const tell = async (progress: ItemProgress): Promise<void> => void told.push(progress);
  await publishPart(silver, transactions, await stage(rows.slice(0, 2), [first]), { memoryMiB: 256, tell });
  expect(told).toEqual([
    { rows: 2 * each, share: 2 / 3 },
    { rows: 3 * each, share: 1 },
  ]);
});

test('many dates at once are each published as they are', async () => {
  const dates = Array.from({ length: 20 }, (_, at) => `2025-08-${10 + at}`);
  const many: Rows = dates.map((date, at) => [date, '5411', Array.from({ length: at + 1 }, (_, id) => `t-${id}`)]);
  expect(await publish(many, dates)).toBe(await bytes());
  expect(await keys()).toEqual(dates.map((date) => partition(date, '5411')));
  for (const [at, date] of dates.entries())
    expect((await catalog(date))?.partitions.map(({ rows }) => rows)).toEqual([each * (at + 1)]);
});

test('nothing stays on the disk, whether it ends well or not', async () => {
  const part = await stage(rows);
  const scratch = await mkdtemp(join(tmpdir(), 'paylake-publish-'));
  vi.stubEnv('TMPDIR', scratch);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(scratch, { recursive: true, force: true });
  });
  await publishPart(silver, transactions, part, { memoryMiB: 256 });
  expect(await readdir(scratch)).toEqual([]);
  const gone = { ...part, key: 'gone.parquet' };
  await expect(publishPart(silver, transactions, gone, { memoryMiB: 256 })).rejects.toThrow();
  expect(await readdir(scratch)).toEqual([]);
});

test('a piece of the decided run is its accepted dates, or one of its files by name', async () => {
  const part = await stage(rows);
  const empty = { ...part, name: 'part-0001', dates: [] };
  const decision = { runId: 'r', dataset: 'transactions', derivedDates: [first], parts: [empty, part] };
  await putJson(silver, journalKey('transactions'), decision);
  await putJson(silver, `${stagedDatePrefix('r', first)}summary.json`, {});
  const unit = (name: string) => publishUnit(silver, 'transactions', name, { memoryMiB: 256 });
  expect((await unit('accepted')).grownBytes).toBeGreaterThan(0);
  expect(await keys()).toEqual([]);
  expect(await getJson(silver, summaryKey('transactions', first))).toBeDefined();
  expect((await unit('part-0000')).grownBytes).toBe(await bytes());
  await expect(unit('part-0002')).rejects.toThrow('part-0002 is no part of r');
});
