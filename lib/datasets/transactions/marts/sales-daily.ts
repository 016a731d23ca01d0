import type { Mart } from '../../dataset.ts';

export const salesDaily: Mart = {
  name: 'sales_daily',
  grain: 'business date, category, channel and currency',
  key: ['txn_date', 'mcc', 'channel', 'currency'],
  columns: {
    txn_date: 'Business date in Seoul.',
    mcc: 'Merchant category code, ISO 18245, as text; 0000 is uncategorised.',
    channel: 'Where the card was used.',
    currency: 'Currency of the amounts, ISO 4217; amounts are never added across currencies.',
    gross_amount: 'Amount of approved rows that are no refunds.',
    refund_amount: 'Amount of approved refunds, positive.',
    net_amount: 'gross_amount - refund_amount.',
    sale_count: 'Approved rows that are no refunds.',
    refund_count: 'Approved refunds.',
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
  order: ['txn_date', 'mcc', 'channel', 'currency'],
};
