import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadedWarehouse, openLoadedWarehouse } from './loaded-warehouse.ts';
import { fifth } from './marts-by-hand.ts';
import { silverRow } from './silver-row.ts';

/** [id, customer, date, amount, currency, more] */
const facts: [string, string, string, string, string, object?][] = [
  ['sale-0001', 'c-1', '2025-09-01', '100.00', 'KRW'],
  ['sale-0002', 'c-1', '2025-09-01', '0.05', 'KRW'],
  ['back-0001', 'c-1', '2025-09-01', '30.01', 'KRW', { is_refund: 'true' }],
  ['decl-0001', 'c-1', '2025-09-01', '999.99', 'KRW', { status: 'declined' }],
  ['sale-0003', 'c-1', '2025-09-01', '7.00', 'USD'],
  ['sale-0004', 'c-1', '2025-09-01', '5.00', 'KRW', { channel: 'online' }],
  ['sale-0005', 'c-1', '2025-09-01', '6.00', 'KRW', { mcc: '0742' }],
  ['zero-0001', 'c-2', '2025-09-02', '0.00', 'KRW'],
  ['back-0002', 'c-2', '2025-09-02', '4.00', 'KRW', { is_refund: 'true' }],
  ['sale-0006', 'c-3', '2025-09-02', '9999999999999999.99', 'KRW'],
  ['sale-0007', 'c-4', '2025-09-02', '9999999999999999.99', 'KRW'],
  ['sale-0008', 'c-5', '2025-08-31', '1.00', 'KRW'],
  ['back-0003', 'c-5', '2025-09-02', '3.00', 'KRW', { is_refund: 'true' }],
  ['sale-0009', 'c-6', '2025-09-02', '1.00', 'KRW'],
  ['sale-0010', 'c-7', '2025-09-01', '1.00', 'KRW'],
  ['back-0004', 'c-7', '2025-09-01', '0.75', 'KRW', { is_refund: 'true', status: 'declined' }],
];
const rows = facts.map(([transaction_id, customer_id, txn_date, amount, currency, more]) =>
  silverRow({ transaction_id, customer_id, txn_date, amount, currency, ...more }),
);
const touched = ['2025-08-31', '2025-09-01', '2025-09-02'];

describe('marts, against values worked out by hand', () => {
  let lake: LoadedWarehouse;
  beforeAll(async () => {
    lake = await openLoadedWarehouse();
    await lake.publish({ runId: 'run-1', touched, rows, from: '2025-09-02', to: '2025-09-03' });
  });
  afterAll(() => lake.close());

  it('sales_daily: approved rows; gross without refunds, refunds positive, net the difference; never across currencies', async () => {
    const sales = await lake.query(`select txn_date, mcc, channel, currency, gross_amount, refund_amount, net_amount,
      sale_count, refund_count from mart.sales_daily order by txn_date, mcc, channel, currency`);
    expect(sales).toEqual([
      ['2025-08-31', '5411', 'pos', 'KRW', '1.00', '0.00', '1.00', 1, 0],
      ['2025-09-01', '0742', 'pos', 'KRW', '6.00', '0.00', '6.00', 1, 0],
      ['2025-09-01', '5411', 'online', 'KRW', '5.00', '0.00', '5.00', 1, 0],
      ['2025-09-01', '5411', 'pos', 'KRW', '101.05', '30.01', '71.04', 3, 1],
      ['2025-09-01', '5411', 'pos', 'USD', '7.00', '0.00', '7.00', 1, 0],
      ['2025-09-02', '5411', 'pos', 'KRW', '20000000000000000.98', '7.00', '19999999999999993.98', 4, 2],
    ]);
  });

  it('rfm_customer: successes alone make a customer, approved refunds count against money, ties go by id', async () => {
    // KRW, as of 2025-09-03: c-1, c-3, c-4, c-5, c-6, c-7; c-2 has no success. Six in five: the first fifth takes two.
    //   recency    c-3 1, c-4 1 | c-6 1 | c-1 2 | c-7 2 | c-5 3        r = 6 - fifth
    //   frequency  c-3 1, c-4 1 | c-5 1 | c-6 1 | c-7 1 | c-1 4
    //   monetary   c-5 -2.00, c-6 1.00 | c-7 1.00 | c-1 81.04 | c-3 | c-4
    const rfm =
      await lake.query(`select customer_id, currency, recency_days, frequency, monetary, r_score, f_score, m_score
      from mart.rfm_customer order by currency, customer_id`);
    expect(rfm).toEqual([
      ['c-1', 'KRW', 2, 4, '81.04', 3, 5, 3],
      ['c-3', 'KRW', 1, 1, '9999999999999999.99', 5, 1, 4],
      ['c-4', 'KRW', 1, 1, '9999999999999999.99', 5, 1, 5],
      ['c-5', 'KRW', 3, 1, '-2.00', 1, 2, 1],
      ['c-6', 'KRW', 1, 1, '1.00', 4, 3, 1],
      ['c-7', 'KRW', 2, 1, '1.00', 2, 4, 2],
      ['c-1', 'USD', 2, 1, '7.00', 5, 1, 1],
    ]);
  });

  it('as of the greatest day that was ever loaded, not of the last run', async () => {
    expect(await lake.query('select distinct as_of_date from mart.rfm_customer')).toEqual([['2025-09-03']]);
    await lake.publish({
      runId: 'run-2',
      touched: ['2025-08-31'],
      rows: rows.filter((row) => row.txn_date === '2025-08-31'),
      from: '2025-09-01',
      to: '2025-09-01',
    });
    expect(await lake.query('select distinct as_of_date from mart.rfm_customer')).toEqual([['2025-09-03']]);
  });

  it('dimensions: one row to a key, first and last day, a description for each code', async () => {
    expect(await lake.query('select count(*), count(distinct customer_id) from core.dim_customer')).toEqual([[7, 7]]);
    expect(
      await lake.query("select first_txn_date, last_txn_date from core.dim_customer where customer_id = 'c-5'"),
    ).toEqual([['2025-08-31', '2025-09-02']]);
    expect(await lake.query('select mcc, description from core.dim_mcc order by mcc')).toEqual([
      ['0742', expect.any(String)],
      ['5411', 'Grocery stores and supermarkets'],
    ]);
  });
});

describe('ntile', () => {
  it.each([
    [3, [1, 2, 3]],
    [5, [1, 2, 3, 4, 5]],
    [7, [1, 1, 2, 2, 3, 4, 5]],
    [11, [1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]],
  ])('puts %i in five groups, the first ones larger', (count, groups) => {
    expect(Array.from({ length: count }, (_, at) => fifth(at, count))).toEqual(groups);
  });
});
