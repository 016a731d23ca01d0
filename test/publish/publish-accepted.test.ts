import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptedPrefix, stagedDatePrefix } from '../../lib/lake/keys.ts';
import { listObjects } from '../../lib/lake/objects.ts';
import type { Decision } from '../../lib/run/records.ts';
import { publishAccepted } from '../../lib/stages/publish/publish-accepted.ts';
import { readObject } from '../laws/read-object.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

let origin: ScratchLake;
beforeAll(async () => {
  origin = await startScratchLake();
});
afterAll(() => origin.remove());

const all = ['accepted.parquet', 'held.ndjson', 'index.parquet', 'quarantine.ndjson', 'summary.json'];

/** Stages files of a date, each with its run and name in it. */
async function stage(lake: ScratchLake, runId: string, names: string[], ...dates: string[]): Promise<Decision> {
  const { s3, name: Bucket } = lake.silver;
  const derivedDates = dates.length > 0 ? dates : ['2025-09-10'];
  for (const date of derivedDates)
    for (const name of names) {
      const Key = stagedDatePrefix(runId, date) + name;
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: `${runId} ${name}` }));
    }
  return { dataset: 'transactions', runId, derivedDates } as Decision;
}

test('each file goes to its place, date by date', async () => {
  const lake = await origin.another();
  await publishAccepted(lake.silver, await stage(lake, 'one', all, '2025-09-09', '2025-09-10'));
  const keys = (await listObjects(lake.silver, '')).map(({ key }) => key).filter((key) => !key.startsWith('_staged/'));
  const homes = (date: string): [string, string][] => [
    [`_accepted/transactions/ingest_date=${date}/accepted.parquet`, 'one accepted.parquet'],
    [`_accepted/transactions/ingest_date=${date}/index.parquet`, 'one index.parquet'],
    [`_accepted/transactions/ingest_date=${date}/summary.json`, 'one summary.json'],
    [`_quarantine/transactions/ingest_date=${date}/part-0000.ndjson`, 'one quarantine.ndjson'],
    [`_held/transactions/ingest_date=${date}/part-0000.ndjson`, 'one held.ndjson'],
  ];
  const expected = ['2025-09-09', '2025-09-10'].flatMap(homes);
  expect(keys.sort()).toEqual(expected.map(([key]) => key).sort());
  for (const [key, text] of expected) expect((await readObject(lake.silver, key)).toString()).toBe(text);
});

test('the growth is that of what is kept: by what was there before, of the same dates', async () => {
  const lake = await origin.another();
  const bytes = async (): Promise<number> => {
    const objects = await listObjects(lake.silver, '');
    return objects.reduce((sum, { key, size }) => sum + (key.startsWith('_staged/') ? 0 : size), 0);
  };
  const grow = async (...args: [string, string[], ...string[]]): Promise<number> =>
    (await publishAccepted(lake.silver, await stage(lake, ...args))).grownBytes;
  expect(await grow('one', all, '2025-09-08', '2025-09-09', '2025-09-10')).toBe(await bytes());
  const before = await bytes();
  const grown = await grow('second', ['accepted.parquet', 'index.parquet', 'summary.json'], '2025-09-09', '2025-09-10');
  expect(grown).toBe((await bytes()) - before);
  expect(grown).toBeLessThan(0);
  expect(await grow('second', ['accepted.parquet', 'index.parquet', 'summary.json'])).toBe(0);
});

test('rows set aside that a date no longer has are taken away, the summary comes last', async () => {
  const lake = await origin.another();
  await publishAccepted(lake.silver, await stage(lake, 'one', all));
  const before = lake.changes.length;
  await publishAccepted(lake.silver, await stage(lake, 'two', ['accepted.parquet', 'index.parquet', 'summary.json']));
  const published = (await listObjects(lake.silver, ''))
    .map(({ key }) => key)
    .filter((key) => !key.startsWith('_staged/'));
  const prefix = acceptedPrefix('transactions', '2025-09-10');
  expect(published).toEqual([`${prefix}accepted.parquet`, `${prefix}index.parquet`, `${prefix}summary.json`]);
  expect((await readObject(lake.silver, `${prefix}summary.json`)).toString()).toBe('two summary.json');
  const last = lake.changes.slice(before).findLast((change) => !change.includes('_staged/'));
  expect(last).toContain('summary.json');
  // Staged files expire; what is published does not.
  const unfinished = await stage(lake, 'three', []);
  const changed = lake.changes.length;
  await expect(
    publishAccepted(lake.silver, { ...unfinished, from: '2025-09-10', to: '2025-09-11' }),
  ).rejects.toMatchObject({
    kind: 'internal',
    message: expect.stringMatching(/three .* ingest date 2025-09-10 is gone/),
    next: expect.stringMatching(
      new RegExp(`s3://${lake.silver.name}/_journal/.*: npx paylake backfill --from 2025-09-10 --to 2025-09-11$`),
    ),
  });
  expect(lake.changes).toHaveLength(changed);
});
