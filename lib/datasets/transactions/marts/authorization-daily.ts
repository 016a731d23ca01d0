import type { Mart } from '../../dataset.ts';

export const authorizationDaily: Mart = {
  name: 'authorization_daily',
  grain: 'business date, category, channel and currency',
  key: ['txn_date', 'mcc', 'channel', 'currency'],
  columns: {
    txn_date: 'Business date in Seoul.',
    mcc: 'Merchant category code, ISO 18245, as text; 0000 is uncategorised.',
    channel: 'Where the card was used.',
    currency: 'Currency of the rows, ISO 4217.',
    attempt_count: 'Rows that are no refunds, approved or declined.',
    approved_count: 'Attempts that were approved.',
    declined_count: 'Attempts that were declined.',
    approval_rate: 'approved_count / attempt_count, four decimals, half away from zero; null without an attempt.',
    refund_count: 'Approved refunds.',
    refund_rate: 'refund_count / approved_count, four decimals, half away from zero; null without an approved attempt.',
  },
  slice: 'touched dates',
  sums: { attempt_count: 'currency', approved_count: 'currency', declined_count: 'currency', refund_count: 'currency' },
  order: ['txn_date', 'mcc', 'channel', 'currency'],
};
