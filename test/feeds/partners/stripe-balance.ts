import { defineFeed } from '../../../lib/feeds/define-feed.ts';

/** A balance export: charges and refunds of the shop; payouts to the bank and the processor's own fees are no transactions. */
export const stripeBalance = defineFeed({
  name: 'stripe-balance',
  dataset: 'transactions',
  description: 'Balance changes of the online shop, one CSV a day.',
  zone: 'Asia/Seoul',
  lateDays: 7,
  lookbackDays: 'unlimited',
  idPrefix: 'st-',
  shape: {
    form: 'csv',
    header: [
      'balance_transaction_id',
      'created_utc',
      'reporting_category',
      'gross',
      'currency',
      'customer_id',
      'card_fingerprint',
      { name: 'fee', required: false },
      { name: 'net', required: false },
      { name: 'customer_email', required: false },
      { name: 'description', required: false },
    ],
    leaveOut: [{ column: 'reporting_category', is: ['payout', 'fee'] }],
    drop: ['customer_email', 'description'],
    money: { amount: 'gross', currency: { from: 'currency' } },
    columns: {
      transaction_id: { from: 'balance_transaction_id' },
      customer_id: { from: 'customer_id', whenEmpty: 'guest' },
      card_id: { from: 'card_fingerprint' },
      merchant_id: { constant: 'web-shop' },
      txn_ts: { timeFrom: 'created_utc', format: 'yyyy-mm-dd HH:MM:SS', zone: 'UTC' },
      amount: { money: 'amount' },
      currency: { money: 'currency' },
      mcc: { constant: '5734' },
      status: { constant: 'approved' },
      is_refund: { money: 'isNegative' },
      channel: { constant: 'online' },
    },
  },
});
