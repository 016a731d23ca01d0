import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shrinkInTime } from '../laws/shrink-in-time.ts';
import { expectCardMarts } from './expect-card-marts.ts';
import { type LoadedWarehouse, openLoadedWarehouse } from './loaded-warehouse.ts';
import { rfmCustomer } from './marts-by-hand.ts';
import { restatements } from './restatements-by-hand.ts';
import { columnNames, type SilverRow, silverRow } from './silver-row.ts';

/** Over two months' ends, so that cohorts age. */
const dates = ['2025-07-31', '2025-09-01', '2025-09-02'];
/** More than fifths, so that they share; ids whose order depends on who sorts them. */
const customers = ['c-a', 'c-B', 'c-b', 'c_1', 'c-1', 'c-10', 'c-2', 'c-3', 'c-4', 'c-5', 'c-6', 'c-7'];
const column = fc.record({
  transaction_id: fc.integer({ min: 0, max: 30 }).map((n) => `txn-${String(n).padStart(5, '0')}`),
  txn_date: fc.constantFrom(...dates),
  customer_id: fc.constantFrom(...customers),
  card_id: fc.constantFrom('card-1', 'card-2', 'card-3'),
  merchant_id: fc.constantFrom('m-1', 'm-2', 'm-10'),
  merchant_name: fc.constantFrom('One', 'Two', null),
  txn_ts: fc.constantFrom(
    '2025-07-31 01:00:00',
    '2025-09-01 02:00:00',
    '2025-09-01 02:00:00.000001',
    '2025-09-02 03:00:00',
  ),
  amount: fc.oneof(
    fc.constantFrom('0.00', '0.01', '9999999999999999.99'),
    fc
      .integer({ min: 0, max: 300 })
      .map((cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`),
  ),
  currency: fc.constantFrom('KRW', 'KRW', 'KRW', 'KRW', 'KRW', 'USD', 'JPY'),
  mcc: fc.constantFrom('5411', '0000'),
  status: fc.constantFrom('approved', 'approved', 'approved', 'declined'),
  is_refund: fc.constantFrom('false', 'false', 'false', 'true'),
  channel: fc.constantFrom('pos', 'online'),
  version: fc.integer({ min: 1, max: 3 }).map(String),
});
/** What a run found: the touched dates as they are from now on. */
const run = fc.record({
  touched: fc.subarray(dates, { minLength: 1 }),
  closed: fc.subarray(dates),
  rows: fc.uniqueArray(column, {
    maxLength: 40,
    size: 'max',
    selector: ({ transaction_id, txn_date }) => transaction_id + txn_date,
  }),
  to: fc.constantFrom('2025-09-03', '2025-09-30', '2025-10-31', '2025-12-02'),
});

describe('loads, one after another', () => {
  let lake: LoadedWarehouse;
  let count = 0;
  beforeAll(async () => {
    lake = await openLoadedWarehouse();
  });
  afterAll(() => lake.close());

  let mostPeers = 0;
  it('leave the fact as the touched dates say and the marts as a computation without SQL finds them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 3, size: 'max' }), async (runs) => {
        await lake.empty();
        let fact: SilverRow[] = [];
        let asOf = '';
        const restated: unknown[][] = [];
        for (const { touched, closed: everClosed, rows, to } of runs) {
          const closed = touched.filter((date) => everClosed.includes(date));
          count += 1;
          const staged = rows.filter((row) => touched.includes(row.txn_date)).map(silverRow);
          await lake.publish({ runId: `run-${count}`, touched, closed, rows: staged, to });
          const before = fact;
          fact = [...fact.filter((row) => !touched.includes(row.txn_date)), ...staged];
          restated.push(...restatements(before, fact, closed).map((sum) => [`run-${count}`, ...sum]));
          asOf = to > asOf ? to : asOf;
        }
        const stored = await lake.query(
          `select ${columnNames.join(', ')} from core.fact_transactions order by transaction_id, txn_date`,
        );
        expect(stored.map((row) => row.map((value) => (value === null ? null : String(value))))).toEqual(
          [...fact]
            .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
            .map((row) => columnNames.map((name) => row[name] ?? null)),
        );
        await expectCardMarts(lake.query, fact, asOf);
        expect(
          await lake.query(`select run_id, event_date, mart, measure, unit, before_value, after_value from ops.restatement
            order by cast(substring(run_id, 5) as integer), event_date, mart, measure, unit`),
        ).toEqual(restated);
        const rfm = rfmCustomer(fact, asOf);
        mostPeers = Math.max(mostPeers, rfm.filter(([, , currency]) => currency === 'KRW').length);
        expect(await lake.query('select count(*) from ops.load_ledger')).toEqual([[runs.length]]);
      }),
      { seed: 1, numRuns: 15, ...shrinkInTime },
    );
    // So that fifths hold more than one customer, and not all as many.
    expect(mostPeers).toBeGreaterThan(6);
  });
});

const keyOf = ({ transaction_id, txn_date }: SilverRow): string => `${transaction_id} ${txn_date}`;
