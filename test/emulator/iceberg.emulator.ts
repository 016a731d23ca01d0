import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ColumnType, Contract } from '../../lib/contracts/contract.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { prepareTableSql, replaceDatesSql } from '../../lib/iceberg/table-sql.ts';
import { icebergRecordKey } from '../../lib/lake/keys.ts';
import { getJson, putJson } from '../../lib/lake/objects.ts';
import { withDuckDB } from '../end-to-end/home.ts';
import { succeed } from '../end-to-end/report.ts';
import { type Found, type IcebergLake, openIcebergLake } from './iceberg-lake.ts';

/*
 * Silver as Iceberg tables, written by DuckDB and read back by PyIceberg, through MiniStack's catalog. Not shown here: S3 Tables itself,
 * how requests to it are signed, its compaction.
 */

const column = { required: true, classification: 'business', description: '' } as const;
const types: Record<string, ColumnType> = {
  id: { kind: 'text', maxLength: 64 },
  day: { kind: 'date' },
  amount: { kind: 'decimal', precision: 18, scale: 2 },
};

let lake: IcebergLake;
beforeAll(async () => {
  lake = await openIcebergLake();
});
afterAll(() => lake?.close());

const demo = (from: string, to: string, ...knobs: string[]) =>
  succeed('demo', '--from', from, '--to', to, '--rows', '600', ...knobs, '--home', lake.home);
const publish = (dataset: string, runId: string) => lake.serve(() => lake.publish(dataset, runId));
const readBack = () => lake.read('transactions', 'txn_date', 'amount');

/** Event dates of the fact with rows and sum, in the words of PyIceberg. */
async function inWarehouse(): Promise<Found['dates']> {
  return withDuckDB(lake.home, async (ask) => {
    const rows = await ask(
      `select cast(txn_date as varchar) as date, count(*) as n, cast(sum(amount) as varchar) as sum
      from warehouse.core.fact_transactions group by txn_date order by txn_date`,
    );
    return rows.map(({ date, n, sum }) => [String(date), Number(n), String(sum)]);
  });
}

test('the first time all of Silver is published: columns of the contract, by date, rows and money as in the warehouse', async () => {
  await demo('2025-09-01', '2025-09-03');
  const dates = await publish('transactions', 'run-1');
  const found = await readBack();
  expect(found.dates).toEqual(await inWarehouse());
  expect(found.dates.map(([date]) => date)).toEqual([...dates].sort());
  expect(found.columns.map(([name]) => name)).toEqual(transactions.columns.map(({ name }) => name));
  expect(found.columns.filter(([name]) => ['txn_ts', 'amount', 'is_refund', 'version'].includes(name))).toEqual([
    ['version', 'long'],
    ['txn_ts', 'timestamp'],
    ['amount', 'decimal(18, 2)'],
    ['is_refund', 'boolean'],
  ]);
  expect([found.partitions, found.run]).toEqual([['txn_date'], 'run-1']);
});

test('when nothing has changed nothing is written', async () => {
  const before = await readBack();
  expect(await publish('transactions', 'run-2')).toEqual([]);
  expect(await readBack()).toEqual(before);
});

test('another run replaces the dates it has changed, and no other', async () => {
  const before = await readBack();
  const { touchedDates } = await demo('2025-09-04', '2025-09-04', '--late', '0.2');
  const dates = await publish('transactions', 'run-3');
  expect(touchedDates).toEqual(expect.arrayContaining(dates));
  expect(dates).toContain('2025-09-04');
  expect(dates.length).toBeLessThan(before.dates.length + 1);
  const found = await readBack();
  expect([found.dates, found.run]).toEqual([await inWarehouse(), 'run-3']);
});

test('a date whose publisher died is published again, and has its rows once', async () => {
  const key = icebergRecordKey('transactions');
  await lake.serve(async () => {
    const record = await getJson<{ dates: Record<string, string> }>(lake.silver, key);
    const { '2025-09-03': _, ...dates } = record?.value.dates ?? {};
    await putJson(lake.silver, key, { dates });
  });
  expect(await publish('transactions', 'run-4')).toEqual(['2025-09-03']);
  expect((await readBack()).dates).toEqual(await inWarehouse());
});

test('what somebody else took out, put in or emptied is made good', async () => {
  await lake.meddle(
    `delete from lake.silver.transactions where txn_date = date '2025-09-02'`,
    `insert into lake.silver.transactions (transaction_id, txn_date) values ('not-ours', date '1999-01-01')`,
  );
  expect((await publish('transactions', 'run-5')).sort()).toEqual(['1999-01-01', '2025-09-02']);
  expect((await readBack()).dates).toEqual(await inWarehouse());
  // MiniStack cannot show a table that is dropped: one of the same name finds the old one's files.
  await lake.meddle('delete from lake.silver.transactions');
  expect((await publish('transactions', 'run-6')).sort()).toEqual((await inWarehouse()).map(([date]) => date));
  expect((await readBack()).dates).toEqual(await inWarehouse());
});

test('of two publishers at once one gives way, and what stands is right', async () => {
  await demo('2025-09-05', '2025-09-05');
  const both = await lake.serve(() =>
    Promise.allSettled([lake.publish('transactions', 'one'), lake.publish('transactions', 'other')]),
  );
  const failed = both.filter((each) => each.status === 'rejected');
  expect(failed.length).toBeLessThan(2);
  for (const { reason } of failed)
    expect(reason.message).toMatch(/another publisher is at work|CommitFailed|has changed/);
  expect((await readBack()).dates).toEqual(await inWarehouse());
  await publish('transactions', 'after');
  expect((await readBack()).dates).toEqual(await inWarehouse());
});

test('a column that the contract gains is added to the table; rows of files from before have none', async () => {
  const columns = ['id', 'day', 'amount'].map((name) => ({ ...column, name, type: types[name] as ColumnType }));
  const before: Contract = { ...transactions, name: 'gaining', eventDate: 'day', columns };
  const gained = { ...column, name: 'device', type: types.id as ColumnType, required: false, since: 2 };
  const after = { ...before, columns: [...columns, gained] };
  const [old, young] = ['old', 'young'].map((name) => join(lake.home, `${name}.parquet`)) as [string, string];
  const row = (date: string) => `select 'a' as id, date '${date}' as day, 1.10::decimal(18, 2) as amount`;
  await lake.meddle(
    `copy (${row('2025-09-01')}) to '${old}' (format parquet)`,
    `copy (${row('2025-09-02')}, 'd1' as device) to '${young}' (format parquet)`,
    ...prepareTableSql(before),
    ...replaceDatesSql(before, { dates: ['2025-09-01'], files: [old], runId: 'run-8' }),
    ...prepareTableSql(after),
    ...replaceDatesSql(after, { dates: ['2025-09-01'], files: [old], runId: 'run-9' }),
    ...replaceDatesSql(after, { dates: ['2025-09-02'], files: [young], runId: 'run-9' }),
  );
  const found = await lake.read('gaining', 'day', 'amount');
  expect(found.columns.map(([name]) => name)).toEqual(['id', 'day', 'amount', 'device']);
  expect(found.dates.map(([date, rows]) => [date, rows])).toEqual([
    ['2025-09-01', 1],
    ['2025-09-02', 1],
  ]);
});

test('another dataset has a table of its own', async () => {
  await succeed('demo', '--dataset', 'trades', '--to', '2025-12-26', '--rows', '200', '--home', lake.home);
  await publish('trades', 'run-7');
  const found = await lake.read('trades', 'trade_date', 'trade_amount');
  const expected = await withDuckDB(lake.home, (ask) =>
    ask(
      `select cast(trade_date as varchar) as date, count(*) as n, cast(sum(trade_amount) as varchar) as sum
      from warehouse.core.fact_trades group by trade_date order by trade_date`,
    ),
  );
  expect(found.dates).toEqual(expected.map(({ date, n, sum }) => [date, Number(n), sum]));
});
