import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Contract } from '../../lib/contracts/contract.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { withdrawalKey } from '../../lib/lake/keys.ts';
import { putJson } from '../../lib/lake/objects.ts';
import { listBronze } from '../../lib/stages/plan/list-bronze.ts';
import { openMemoryLake } from '../laws/memory-lake.ts';
import { memoryS3 } from '../laws/memory-s3-clients.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';

let origin: ScratchLake;
beforeAll(async () => {
  // The local endpoint keeps objects as files and has no keys that end in a slash.
  origin = await openMemoryLake(memoryS3);
});
afterAll(() => origin.remove());

const date = '2025-09-10';
const keyOf = (name: string, feed = 'transactions', day = date): string => `${feed}/ingest_date=${day}/${name}`;
const list = (lake: ScratchLake, contract: Contract = transactions): ReturnType<typeof listBronze> =>
  listBronze(lake, contract, { from: '2025-09-09', to: '2025-09-11' });

/** The fingerprint of a lake with these files. */
async function fingerprintOf(files: Record<string, string>, contract?: Contract): Promise<string | undefined> {
  const lake = await origin.another();
  for (const [key, text] of Object.entries(files)) await lake.put(key, text);
  const [found] = await list(lake, contract);
  return found?.fingerprint;
}

test('the dates of the range that have files, each with those of all its feeds', async () => {
  const lake = await origin.another();
  for (const key of [
    keyOf('b.csv'),
    keyOf('a.csv'),
    keyOf('c.csv', 'purchase-cards'),
    keyOf('d', 'transactions', '2025-09-12'),
  ])
    await lake.put(key, 'text');
  const found = await list(lake);
  expect(found.map(({ ingestDate }) => ingestDate)).toEqual([date]);
  expect(found[0]?.files).toEqual([
    { key: keyOf('c.csv', 'purchase-cards'), size: 4, feed: 'purchase-cards' },
    { key: keyOf('a.csv'), size: 4, feed: 'transactions' },
    { key: keyOf('b.csv'), size: 4, feed: 'transactions' },
  ]);
});

test('a key that stands for a folder is no file, and makes no date', async () => {
  const lake = await origin.another();
  await lake.put(keyOf('', 'transactions', '2025-09-09'), '');
  await lake.put(keyOf('sub/'), '');
  await lake.put(keyOf('sub/a.csv'), 'text');
  const found = await list(lake);
  expect(found.map(({ ingestDate, files }) => [ingestDate, files.map(({ key }) => key)])).toEqual([
    [date, [keyOf('sub/a.csv')]],
  ]);
});

test('a withdrawn file is no input, as if it were not there; a date that has no other is there without one', async () => {
  const [one, other] = [keyOf('a.csv'), keyOf('b.csv')];
  const lake = await origin.another();
  for (const key of [one, other]) await lake.put(key, key);
  await putJson(lake.silver, withdrawalKey('transactions', one), {});
  const [found] = await list(lake);
  expect([found?.files.map(({ key }) => key), found?.withdrawn]).toEqual([[other], [one]]);
  expect(found?.fingerprint).toBe(await fingerprintOf({ [other]: other }));
  await putJson(lake.silver, withdrawalKey('transactions', other), {});
  expect(await list(lake)).toMatchObject([{ ingestDate: date, files: [], withdrawn: [one, other] }]);
});

test('law 2: the fingerprint is of the bytes: other ones of the same size and name are other inputs', async () => {
  const first = await fingerprintOf({ [keyOf('a.csv')]: 'amount,10.00' });
  expect(await fingerprintOf({ [keyOf('a.csv')]: 'amount,10.00' })).toBe(first);
  expect(await fingerprintOf({ [keyOf('a.csv')]: 'amount,99.00' })).not.toBe(first);
});

test('and of the names, which rank: the same bytes under another one are other inputs', async () => {
  const first = await fingerprintOf({ [keyOf('a.csv')]: 'text' });
  expect(await fingerprintOf({ [keyOf('b.csv')]: 'text' })).not.toBe(first);
  expect(await fingerprintOf({ [keyOf('a.csv')]: 'text', [keyOf('b.csv')]: '' })).not.toBe(first);
});

test('and of the contract, but not of its gate, which judges runs and no rows', async () => {
  const files = { [keyOf('a.csv')]: 'text' };
  const first = await fingerprintOf(files);
  const gate = { ...transactions.gate, held_rows: { severity: 'block' as const, above: 0.5 } };
  expect(await fingerprintOf(files, { ...transactions, gate })).toBe(first);
  expect(await fingerprintOf(files, { ...transactions, version: 2 })).not.toBe(first);
});
