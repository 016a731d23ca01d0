import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { catalogKey } from '../../lib/lake/keys.ts';
import { type Bucket, getJson } from '../../lib/lake/objects.ts';
import { findSilverKey } from '../../lib/operate/explain/find-silver-key.ts';
import type { CatalogDate } from '../../lib/run/records.ts';
import { publishUnit } from '../../lib/stages/publish/publish-unit.ts';
import { digestOf, silverKeys } from '../laws/compare-silver.ts';
import { driveRun } from '../laws/drive-run.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

/*
 * A date is one file or one a value, by its rows alone. What it was before is gone with the publish that changes its form, and so
 * is what an earlier version laid out otherwise.
 */

let origin: ScratchLake;
beforeAll(async () => {
  origin = await startScratchLake();
});
afterAll(() => origin.remove());

const day = '2025-09-10';
const run = (lake: ScratchLake, dies?: 'after audit') =>
  driveRun(lake, { from: day, to: day, accept: ['quarantined_share'], ...(dies && { dies }) });
const key = (value: string): string => `transactions/p_txn_date=${day}/p_mcc=${value}/part-0000.parquet`;
const old = (mcc: string, date = day): string => `transactions/txn_date=${date}/mcc=${mcc}/part-0000.parquet`;
/** A file of so many rows by mcc. */
const fileOf = (counts: Record<string, number>): string =>
  toNdjson(
    Object.entries(counts).flatMap(([mcc, count]) =>
      Array.from({ length: count }, (_, at) => nativeRow({ transaction_id: `txn-${mcc}-${at}`, mcc })),
    ),
  );

const files = {
  split: { a: { '5411': 150, '0742': 50 } },
  mixed: { a: { '5411': 150, '0742': 50 }, b: { '4111': 1 } },
} as const;
const keysOf = { split: [key('m0742'), key('m5411')], mixed: [key('mixed')] };

/** Lands exactly these files, with those that are no longer there taken away. */
async function land(lake: ScratchLake, form: keyof typeof files): Promise<void> {
  for (const name of ['a', 'b'] as const) {
    const Key = `transactions/ingest_date=${day}/${name}.ndjson`;
    const counts: Record<string, number> | undefined = { b: undefined, ...files[form] }[name];
    if (counts) await lake.put(Key, fileOf(counts));
    else await lake.bronze.s3.send(new DeleteObjectCommand({ Bucket: lake.bronze.name, Key }));
  }
}

async function freshDigest(form: keyof typeof files): Promise<string> {
  const fresh = await origin.another();
  await land(fresh, form);
  await run(fresh);
  expect(await silverKeys(fresh)).toEqual(keysOf[form]);
  return digestOf(fresh);
}

async function landAndRun(form: keyof typeof files): Promise<ScratchLake> {
  const lake = await origin.another();
  await land(lake, form);
  await run(lake);
  return lake;
}

describe.each([
  ['grows out of', 'mixed', 'split'],
  ['falls into', 'split', 'mixed'],
] as const)('a date that %s one file', (_, from, to) => {
  test('is what a first derivation makes of it', async () => {
    const lake = await landAndRun(from);
    await land(lake, to);
    const report = await run(lake);
    expect(await silverKeys(lake)).toEqual(keysOf[to]);
    expect(await digestOf(lake)).toBe(await freshDigest(to));
    expect(report?.silverDigest).toBe(await digestOf(lake));
  });

  test('has all its new files, then its catalog, before an old one goes', async () => {
    const lake = await landAndRun(from);
    await land(lake, to);
    const before = lake.changes.length;
    await run(lake);
    const steps = lake.changes.slice(before).flatMap((change) => {
      const [, action = '', path = ''] = /^s3:(\w+) .*:::[^/]+\/(transactions\/p_|_catalog\/)/.exec(change) ?? [];
      return path ? [`${action} ${path}`] : [];
    });
    expect(steps).toEqual([
      ...keysOf[to].map(() => 'PutObject transactions/p_'),
      'PutObject _catalog/',
      ...keysOf[from].map(() => 'DeleteObject transactions/p_'),
    ]);
  });

  test.each(['its first file', 'its catalog', 'the first it takes away'])(
    'and whose publish dies at %s is finished by whoever comes next',
    async (where) => {
      const lake = await landAndRun(from);
      await land(lake, to);
      await run(lake, 'after audit');
      const dying = dyingAt(lake.silver, (name, Key) =>
        where === 'the first it takes away'
          ? name === DeleteObjectCommand.name
          : name === PutObjectCommand.name && Key.startsWith(where === 'its catalog' ? '_catalog/' : 'transactions/'),
      );
      await expect(publishUnit(dying, 'transactions', 'part-0000', { memoryMiB: 256 })).rejects.toThrow('dead');
      const between = await silverKeys(lake);
      const whole = where === 'its first file' ? keysOf[from] : [...keysOf[from], ...keysOf[to]];
      expect(between).toEqual(whole.toSorted());
      const catalog = await getJson<CatalogDate>(lake.silver, catalogKey('transactions', day));
      expect(between).toEqual(expect.arrayContaining(catalog?.value.partitions.map((one) => one.key) ?? []));
      await driveRun(lake, { from: '2025-09-11', to: '2025-09-11' });
      expect(await silverKeys(lake)).toEqual(keysOf[to]);
      expect(await digestOf(lake)).toBe(await freshDigest(to));
    },
  );
});

/** The bucket of a process that dies before the first request that `is` picks; nothing it asks afterwards arrives. */
function dyingAt({ s3, name }: Bucket, is: (command: string, key: string) => boolean): Bucket {
  let isDead = false;
  const send = async (command: { input: { Key?: string } }): Promise<unknown> => {
    isDead ||= is(command.constructor.name, command.input.Key ?? '');
    if (isDead) throw new Error('dead');
    return s3.send(command as unknown as PutObjectCommand);
  };
  const proxy = new Proxy(s3, { get: (target, at) => (at === 'send' ? send : Reflect.get(target, at)) });
  return { s3: proxy, name };
}

describe('objects that an earlier version laid out otherwise', () => {
  async function leave(lake: ScratchLake, ...keys: string[]): Promise<void> {
    for (const one of keys) {
      await mkdir(dirname(lake.silverPath(one)), { recursive: true });
      await writeFile(lake.silverPath(one), 'of an earlier version');
    }
  }

  test('are gone with the next publish of their date, and of no other', async () => {
    const lake = await origin.another();
    await leave(lake, old('5411'), old('0742'), old('5411', '2025-09-09'));
    await land(lake, 'split');
    await run(lake);
    expect(await silverKeys(lake)).toEqual([...keysOf.split, old('5411', '2025-09-09')]);
  });

  test('are found again by a run that finishes a dead one', async () => {
    const lake = await origin.another();
    await leave(lake, old('5411'), old('0742'));
    await land(lake, 'mixed');
    await run(lake, 'after audit');
    const dying = dyingAt(lake.silver, (name) => name === DeleteObjectCommand.name);
    await expect(publishUnit(dying, 'transactions', 'part-0000', { memoryMiB: 256 })).rejects.toThrow('dead');
    expect(await silverKeys(lake)).toEqual([...keysOf.mixed, old('0742'), old('5411')]);
    await driveRun(lake, { from: '2025-09-11', to: '2025-09-11' });
    expect(await silverKeys(lake)).toEqual(keysOf.mixed);
  });
});

test('a row is found in the file that its date has for it: its value, all values, or the old layout', async () => {
  const row = { txn_date: day, mcc: '0742' };
  for (const [form, found] of [
    ['split', key('m0742')],
    ['mixed', key('mixed')],
  ] as const) {
    const lake = await landAndRun(form);
    expect(await findSilverKey(lake.silver, transactions, row)).toBe(found);
    expect(await silverKeys(lake)).toContain(found);
    const Body = JSON.stringify({ date: day, rows: 1, digest: '0', partitions: [{ key: old('0742') }] });
    const Key = catalogKey('transactions', day);
    await lake.silver.s3.send(new PutObjectCommand({ Bucket: lake.silver.name, Key, Body }));
    expect(await findSilverKey(lake.silver, transactions, row)).toBe(old('0742'));
  }
});
