import type { Mart } from '../../dataset.ts';

export const salesDaily: Mart = {
  name: 'sales_daily',
  grain: 'business date, category, channel and currency',
  key: ['txn_date', 'mcc', 'channel', 'currency'],
  columns: [
    'txn_date',
    'mcc',
    'channel',
    'currency',
    'gross_amount',
    'refund_amount',
    'net_amount',
    'sale_count',
    'refund_count',
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
  order: ['txn_date', 'mcc', 'channel', 'currency'],
};
