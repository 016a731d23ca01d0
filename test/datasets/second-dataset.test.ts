import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkContract } from '../../lib/contracts/check-contract.ts';
import { listObjects } from '../../lib/lake/objects.ts';
import { driveRun } from '../laws/drive-run.ts';
import { toNdjson } from '../laws/native-row.ts';
import { ask } from '../laws/read-rows.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';
import { registerWares } from './wares.ts';

/*
 * A dataset that is nothing but a registration goes through every stage of the lake: no stage knows which one it works on.
 */

let origin: ScratchLake;
beforeAll(async () => {
  checkContract(registerWares('wares').contract);
  checkContract(registerWares('visits', { measures: [] }).contract);
  origin = await startScratchLake();
});
afterAll(() => origin.remove());

const row = (id: number, changes: object = {}): object => ({
  sale_id: `s-${id}`,
  article: 'A/1',
  weight: '0.50000001',
  price: '3',
  sold_at: '2025-09-10T12:00:00Z',
  ...changes,
});
const run = (lake: ScratchLake, date: string) => driveRun(lake, { from: date, to: date, dataset: 'wares' });
const keysOf = async (lake: ScratchLake): Promise<string[]> =>
  (await listObjects(lake.silver, 'wares/')).map(({ key }) => key);

test('rows are judged, multiplied, ranked, accounted for by every measure and laid out', async () => {
  const lake = await origin.another();
  const good = [1, 2, 3].map((id) => row(id));
  const bad = [
    row(4, { weight: '0' }),
    row(5, { price: '0.000000001' }),
    row(6, { weight: '1000000000000000', price: '1000000000000000' }),
    row(7, { article: '' }),
  ];
  await lake.put('wares/ingest_date=2025-09-10/a.ndjson', toNdjson([...good, row(1), ...bad]));
  await lake.put('transactions/ingest_date=2025-09-10/b.ndjson', toNdjson([{ none: 'of this dataset' }]));
  const report = await driveRun(lake, {
    from: '2025-09-10',
    to: '2025-09-10',
    dataset: 'wares',
    accept: ['quarantined_share'],
  });
  expect(report?.status).toBe('succeeded');
  const [day] = report?.days ?? [];
  expect(day?.rows).toEqual({ in: 8, loaded: 3, duplicate: 1, superseded: 0, quarantined: 4, held: 0 });
  const none = '0.00000000';
  expect(day?.measures).toEqual({
    amount: {
      // The row without an article has an amount all the same: its unit is the same for all.
      EUR: {
        in: '7.50000015',
        loaded: '4.50000009',
        duplicate: '1.50000003',
        superseded: none,
        quarantined: '1.50000003',
        held: none,
      },
    },
    weight: {
      'A/1': {
        // The weight of rows of which something else is wrong counts in; what is nought or has no article counts in none.
        in: '1000000000000002.50000005',
        loaded: '1.50000003',
        duplicate: '0.50000001',
        superseded: none,
        quarantined: '1000000000000000.50000001',
        held: none,
      },
    },
  });
  expect(day?.money).toEqual(day?.measures.amount);
  expect(day?.unparseableAmounts).toBe(3);
  expect(await keysOf(lake)).toEqual(['wares/p_sold_on=2025-09-10/p_article=mixed/part-0000.parquet']);
  const path = lake.silverPath('wares/p_sold_on=2025-09-10/p_article=mixed/part-0000.parquet');
  const rows = await ask(
    `select sale_id, amount::varchar as amount, sold_on::varchar as day from read_parquet('${path}')`,
  );
  expect(rows.map(({ sale_id, amount, day }) => [sale_id, amount, day])).toEqual(
    [1, 2, 3].map((id) => [`s-${id}`, '1.50000003', '2025-09-10']),
  );
});

test('without a version what arrives later stands, whatever day it moves to; the day it left is emptied', async () => {
  const lake = await origin.another();
  await lake.put('wares/ingest_date=2025-09-10/a.ndjson', toNdjson([row(1), row(2)]));
  await run(lake, '2025-09-10');
  const moved = [1, 2].map((id) => row(id, { sold_at: '2025-01-02T00:00:00Z', weight: '7' }));
  await lake.put('wares/ingest_date=2025-09-20/b.ndjson', toNdjson(moved));
  const report = await run(lake, '2025-09-20');
  expect(report?.touchedDates).toEqual(['2025-01-02', '2025-09-10']);
  expect(await keysOf(lake)).toEqual(['wares/p_sold_on=2025-01-02/p_article=mixed/part-0000.parquet']);
  expect(report?.checks.find(({ name }) => name === 'conflicting_duplicates')).toMatchObject({ ok: false });
});

test('values that a path cannot hold are escaped, and a date with a hundred rows a value is parted', async () => {
  const lake = await origin.another();
  const rows = Array.from({ length: 200 }, (_, at) => row(at, { article: at % 2 === 0 ? 'A/1' : '0780' }));
  await lake.put('wares/ingest_date=2025-09-10/a.ndjson', toNdjson(rows));
  await run(lake, '2025-09-10');
  expect(await keysOf(lake)).toEqual([
    'wares/p_sold_on=2025-09-10/p_article=s-0780/part-0000.parquet',
    'wares/p_sold_on=2025-09-10/p_article=s-A%2F1/part-0000.parquet',
  ]);
});

test('a dataset of which nothing adds up is counted by its rows alone', async () => {
  const lake = await origin.another();
  await lake.put('visits/ingest_date=2025-09-10/a.ndjson', toNdjson([row(1), row(2), row(1), row(3, { price: '' })]));
  const report = await driveRun(lake, {
    from: '2025-09-10',
    to: '2025-09-10',
    dataset: 'visits',
    accept: ['quarantined_share'],
  });
  expect(report?.status).toBe('succeeded');
  const [day] = report?.days ?? [];
  expect(day?.rows).toEqual({ in: 4, loaded: 2, duplicate: 1, superseded: 0, quarantined: 1, held: 0 });
  expect([day?.money, day?.measures, day?.unparseableAmounts]).toEqual([{}, {}, 0]);
  await lake.put('visits/ingest_date=2025-09-11/b.ndjson', toNdjson([row(1, { weight: '9' })]));
  const next = await driveRun(lake, { from: '2025-09-11', to: '2025-09-11', dataset: 'visits' });
  expect(next?.checks.find(({ name }) => name === 'conflicting_duplicates')).toMatchObject({ ok: false });
});
