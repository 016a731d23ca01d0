import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, createRunner } from '../../local/test/redshift-data/warehouse.ts';
import { type LoadedWarehouse, openLoadedWarehouse } from './loaded-warehouse.ts';
import { type SilverRow, silverRow } from './silver-row.ts';

let lake: LoadedWarehouse;
beforeAll(async () => {
  lake = await openLoadedWarehouse((principal) => (principal === 'loader' ? ['paylake_loader'] : []));
});
afterAll(() => lake.close());

const dates = ['2025-08-31', '2025-09-01', '2025-09-02'];
/** What a run leaves of each date: more rows every time, and other amounts. */
const rowsOf = (run: number): SilverRow[] =>
  Array.from({ length: 30 * run }, (_, at) =>
    silverRow({
      transaction_id: `txn-${10_000 + at}`,
      txn_date: dates[at % 3] ?? '',
      customer_id: `c-${at % 7}`,
      amount: `${run}.${10 + (at % 90)}`,
    }),
  );
/** One question over everything a run writes: facts, totals, marts, views and ledger as of one moment. */
const question = `select
    (select count(*) from ops.load_ledger) as runs,
    (select count(*) from core.fact_transactions) as fact_rows,
    (select sum(amount) from core.fact_transactions) as fact_amount,
    (select sum(net_amount) from mart.sales_daily) as sales,
    (select sum(net_amount) from mart.merchant_daily) as merchants,
    (select sum(approved_count) from mart.authorization_daily) as approvals,
    (select sum(monetary) from mart.rfm_customer) as monetary,
    (select sum(historic_value) from mart.ltv_customer) as value,
    (select sum(net_amount) from mart.mcc_mix_monthly) as mix`;

test('readers at work see every run as a whole or not at all; one that fails a check leaves what was there', async () => {
  const client = createClient(lake.url, 'paylake_reader');
  const reader = createRunner(client);
  const seen: unknown[][] = [];
  let isDone = false;
  const read = async (): Promise<void> => {
    while (!isDone) seen.push(...(await reader.query(question)));
  };
  const readers = [read(), read(), read()];
  const last: unknown[][] = [];
  for (const run of [1, 2, 3, 4]) {
    await lake.publish({ runId: `run-${run}`, touched: dates, rows: rowsOf(run), to: '2025-09-02' });
    const spoiled = rowsOf(run + 1).slice(1);
    await lake.decide({ runId: `spoiled-${run}`, touched: dates, rows: spoiled }, [
      { date: '2025-09-01', measure: 'rows', unit: '', rows: 1, amount: '1' },
    ]);
    await expect(lake.load(`execution-${run}`)).rejects.toThrow('check failed: staged_totals');
    last.push(...(await reader.query(question)));
  }
  isDone = true;
  await Promise.all(readers);
  client.destroy();
  for (const [at, state] of last.entries()) {
    const [runs, rows, amount, ...sums] = state;
    expect([runs, rows]).toEqual([at + 1, 30 * (at + 1)]);
    const [sales, merchants, approvals, monetary, value, mix] = sums;
    expect([sales, merchants, monetary, value, mix]).toEqual(Array(5).fill(amount));
    expect(Number(approvals)).toBe(rows);
  }
  const whole = new Set([
    JSON.stringify([0, 0, null, null, null, null, null, null, null]),
    ...last.map((state) => JSON.stringify(state)),
  ]);
  for (const state of seen) expect(whole).toContain(JSON.stringify(state));
  // They were not kept waiting until the end: each state was there for somebody to see.
  expect(new Set(seen.map(([runs]) => runs)).size).toBeGreaterThan(2);
});
