import type { Mart } from '../../dataset.ts';

export const merchantDaily: Mart = {
  name: 'merchant_daily',
  grain: 'business date, merchant and currency',
  key: ['txn_date', 'merchant_id', 'currency'],
  columns: {
    txn_date: 'Business date in Seoul.',
    merchant_id: 'Merchant that was paid.',
    currency: 'Currency of the amounts, ISO 4217; amounts are never added across currencies.',
    gross_amount: 'Amount of approved rows that are no refunds.',
    refund_amount: 'Amount of approved refunds, positive.',
    net_amount: 'gross_amount - refund_amount.',
    sale_count: 'Approved rows that are no refunds.',
    refund_count: 'Approved refunds.',
    customer_count: 'Distinct customers of the approved rows, refunds included.',
  },
  slice: 'touched dates',
  sums: {
    gross_amount: 'currency',
    refund_amount: 'currency',
    net_amount: 'currency',
    sale_count: 'currency',
    refund_count: 'currency',
  },
  counts: { status: 'approved' },
  order: ['txn_date', 'merchant_id', 'currency'],
};
