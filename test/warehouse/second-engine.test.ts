import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findDataset } from '../../lib/datasets/find-dataset.ts';
import { type LoadedWarehouse, openLoadedWarehouse } from './loaded-warehouse.ts';
import { openPostgres, type Postgres } from './postgres.ts';
import { type SilverRow, silverRow } from './silver-row.ts';

/*
 * A second opinion on the SQL of a load: PostgreSQL runs the same files over the same rows, and has to agree with our endpoint to
 * the last digit, in every table that a load writes and every view. What only Redshift has is translated (see postgres.ts).
 */

const dates = ['2025-07-31', '2025-09-01', '2025-09-02'];
const row = fc.record({
  transaction_id: fc.integer({ min: 0, max: 40 }).map((n) => `txn-${String(n).padStart(5, '0')}`),
  txn_date: fc.constantFrom(...dates),
  customer_id: fc.constantFrom('c-1', 'c-2', 'c-3', 'c-4', 'c-5', 'c-6'),
  card_id: fc.constantFrom('card-1', 'card-2', 'card-3'),
  merchant_id: fc.constantFrom('m-1', 'm-2', 'm-10'),
  merchant_name: fc.constantFrom('One', 'Two', null),
  amount: fc.integer({ min: 0, max: 100_000 }).map((cents) => (cents / 100).toFixed(2)),
  currency: fc.constantFrom('KRW', 'KRW', 'USD'),
  mcc: fc.constantFrom('5411', '0000', '4111'),
  status: fc.constantFrom('approved', 'approved', 'approved', 'declined'),
  is_refund: fc.constantFrom('false', 'false', 'false', 'true'),
  channel: fc.constantFrom('pos', 'online'),
  version: fc.integer({ min: 1, max: 3 }).map(String),
});
const load = fc.record({
  touched: fc.subarray(dates, { minLength: 1 }),
  rows: fc.uniqueArray(row, { maxLength: 60, size: 'max', selector: (one) => one.transaction_id + one.txn_date }),
  to: fc.constantFrom('2025-09-03', '2025-09-30', '2025-12-02'),
});

let lake: LoadedWarehouse;
let postgres: Postgres;
beforeAll(async () => {
  lake = await openLoadedWarehouse();
  postgres = await openPostgres();
});
afterAll(async () => {
  await lake.close();
  await postgres.close();
});

test('PostgreSQL comes to the same totals, marts, views and restatements, to the last digit', async () => {
  let count = 0;
  const { totals, dims, marts } = findDataset('transactions');
  const relations = [
    ...[...totals, ...dims].map((name) => `core.${name}`),
    ...marts.map(({ name }) => `mart.${name}`),
    'ops.restatement',
    'ops.restated_rows',
  ];
  const filled = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(load, { minLength: 2, maxLength: 3, size: 'max' }), async (loads) => {
      await lake.empty();
      await postgres.empty();
      for (const { touched, rows, to } of loads) {
        const staged: SilverRow[] = rows.filter(({ txn_date }) => touched.includes(txn_date)).map(silverRow);
        const run = { runId: `run-${++count}`, touched, closed: touched.slice(1), rows: staged, to };
        await lake.publish(run);
        await postgres.publish(run);
      }
      for (const relation of relations) {
        const ours = await postgres.readBoth(relation, lake.query);
        expect([relation, ours.endpoint]).toEqual([relation, ours.postgres]);
        if (ours.endpoint.length > 0) filled.add(relation);
      }
    }),
    { seed: 1, numRuns: 4 },
  );
  expect([...filled].sort()).toEqual([...relations].sort());
});
