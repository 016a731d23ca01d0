import type { Mart } from '../../dataset.ts';

export const merchantDaily: Mart = {
  name: 'merchant_daily',
  grain: 'business date, merchant and currency',
  key: ['txn_date', 'merchant_id', 'currency'],
  columns: [
    'txn_date',
    'merchant_id',
    'currency',
    'gross_amount',
    'refund_amount',
    'net_amount',
    'sale_count',
    'refund_count',
    'customer_count',
  ],
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
