import { describe, expect, it } from 'vitest';
import { traceBack } from '../../lib/lineage/trace-back.ts';
import { bySide, inShort, lineage, sourcesOf } from './lineage.ts';

/* Three paths, traced by hand from the SQL, the contracts and the feeds back to fields of Bronze. */

describe('mart.sales_daily.net_amount', () => {
  it('is a sum of amounts whose sign is told by is_refund', () => {
    expect(inShort(sourcesOf('mart.sales_daily', 'net_amount'))).toEqual([
      'core.fact_transactions.amount aggregation',
      'core.fact_transactions.is_refund conditional',
    ]);
    expect(inShort(lineage.get('mart.sales_daily')?.rows ?? [])).toEqual([
      'core.fact_transactions.channel group_by',
      'core.fact_transactions.currency group_by',
      'core.fact_transactions.mcc group_by',
      'core.fact_transactions.status filter',
      'core.fact_transactions.txn_date filter',
      'core.fact_transactions.txn_date group_by',
    ]);
  });

  it('is a copy of Silver in the fact, whose amount comes from native files and from the council', () => {
    expect(inShort(sourcesOf('core.fact_transactions', 'amount'))).toEqual(['silver.transactions.amount identity']);
    expect(inShort(sourcesOf('silver.transactions', 'amount'))).toEqual([
      'bronze.purchase-cards.BILLING GROSS AMT transformation',
      'bronze.purchase-cards.ORIGINAL GROSS AMT transformation',
      'bronze.transactions.amount identity',
    ]);
  });

  it('ends in five fields: in the council files the sign of the amount is the refund', () => {
    const gross = ['bronze.purchase-cards.BILLING GROSS AMT', 'bronze.purchase-cards.ORIGINAL GROSS AMT'];
    expect(bySide(traceBack(lineage, 'mart.sales_daily', 'net_amount'))).toEqual({
      values: [...gross, 'bronze.transactions.amount'],
      conditions: [...gross, 'bronze.transactions.is_refund'],
    });
  });
});

describe('mart.ltv_customer.predicted_value', () => {
  it('is value per order times orders per month, as of the greatest date of the ledger, or nought', () => {
    expect(bySide(sourcesOf('mart.ltv_customer', 'predicted_value'))).toEqual({
      values: [
        'core.customer_total.first_success',
        'core.customer_total.order_amount',
        'core.customer_total.orders',
        'core.customer_total.refund_amount',
        'ops.load_ledger.to_date',
      ],
      conditions: [
        'core.customer_total.last_success',
        'core.customer_total.order_amount',
        'core.customer_total.orders',
        'core.customer_total.refund_amount',
        'ops.load_ledger.to_date',
      ],
    });
  });

  it('rests on what customers come to, which is gathered from the fact', () => {
    const conditions = ['core.fact_transactions.is_refund', 'core.fact_transactions.status'];
    expect(bySide(sourcesOf('core.customer_total', 'order_amount'))).toEqual({
      values: ['core.fact_transactions.amount'],
      conditions,
    });
    // A success has an amount above nought; a first one that left is looked up again by its day.
    const { values } = bySide(sourcesOf('core.customer_total', 'first_success'));
    expect(values).toEqual(['core.fact_transactions.txn_date']);
    expect(inShort(sourcesOf('ops.load_ledger', 'to_date'))).toEqual(['run.to_date transformation']);
  });

  it('ends in amounts and moments of files, and in what the load was told', () => {
    const council = ['BILLING GROSS AMT', 'ORIGINAL GROSS AMT', 'TRANS DATE'].map(
      (name) => `bronze.purchase-cards.${name}`,
    );
    expect(bySide(traceBack(lineage, 'mart.ltv_customer', 'predicted_value'))).toEqual({
      values: [...council, 'bronze.transactions.amount', 'bronze.transactions.txn_ts', 'run.to_date'],
      conditions: [
        ...council,
        'bronze.transactions.amount',
        'bronze.transactions.is_refund',
        'bronze.transactions.status',
        'bronze.transactions.txn_ts',
        'run.to_date',
      ],
    });
  });
});

describe('mart.symbol_daily.vwap', () => {
  it('is amount by quantity; how large they are decides how it is divided', () => {
    const both = ['core.fact_trades.quantity', 'core.fact_trades.trade_amount'];
    expect(bySide(sourcesOf('mart.symbol_daily', 'vwap'))).toEqual({ values: both, conditions: both });
  });

  it('ends in quantity and price of the files: the amount is their product', () => {
    expect(inShort(sourcesOf('silver.trades', 'trade_amount'))).toEqual([
      'bronze.trades.price transformation',
      'bronze.trades.quantity transformation',
    ]);
    const fields = ['bronze.trades.price', 'bronze.trades.quantity'];
    expect(bySide(traceBack(lineage, 'mart.symbol_daily', 'vwap'))).toEqual({ values: fields, conditions: fields });
  });
});
