import type { Mart } from '../../dataset.ts';

export const authorizationDaily: Mart = {
  name: 'authorization_daily',
  grain: 'business date, category, channel and currency',
  key: ['txn_date', 'mcc', 'channel', 'currency'],
  columns: [
    'txn_date',
    'mcc',
    'channel',
    'currency',
    'attempt_count',
    'approved_count',
    'declined_count',
    'approval_rate',
    'refund_count',
    'refund_rate',
  ],
  slice: 'touched dates',
  sums: { attempt_count: 'currency', approved_count: 'currency', declined_count: 'currency', refund_count: 'currency' },
  order: ['txn_date', 'mcc', 'channel', 'currency'],
};
