import { defineFeed } from '../../../lib/feeds/define-feed.ts';

/** A settlement: what came in stands in one column, what went out in another, and each row names the zone of its time. */
export const adyenSettlement = defineFeed({
  name: 'adyen-settlement',
  dataset: 'transactions',
  description: 'Settled payments of the European stores, one CSV a batch.',
  zone: 'Europe/Amsterdam',
  lateDays: 'unlimited',
  lookbackDays: 'unlimited',
  idPrefix: 'ad-',
  shape: {
    form: 'csv',
    header: [
      'Merchant Account',
      'Psp Reference',
      'Payment Method',
      'Creation Date',
      'TimeZone',
      'Type',
      'Modification Reference',
      'Gross Currency',
      'Gross Debit (GC)',
      'Gross Credit (GC)',
      'Shopper Reference',
      'Card Alias',
    ],
    leaveOut: [{ column: 'Type', is: ['Fee', 'MerchantPayout', 'InvoiceDeduction'] }],
    money: {
      amount: { positive: 'Gross Credit (GC)', negative: 'Gross Debit (GC)' },
      currency: { from: 'Gross Currency' },
    },
    columns: {
      transaction_id: { from: 'Modification Reference' },
      customer_id: { from: 'Shopper Reference', whenEmpty: 'guest' },
      card_id: { from: 'Card Alias' },
      merchant_id: { from: 'Merchant Account' },
      txn_ts: {
        timeFrom: 'Creation Date',
        format: 'yyyy-mm-dd HH:MM:SS',
        zone: { from: 'TimeZone', names: { CET: '+01:00', CEST: '+02:00', BST: '+01:00' } },
      },
      amount: { money: 'amount' },
      currency: { money: 'currency' },
      mcc: { constant: '5651' },
      status: { constant: 'approved' },
      is_refund: { money: 'isNegative' },
      channel: {
        from: 'Payment Method',
        values: { visa: 'online', mc: 'online', pos_visa: 'pos' },
        otherwise: 'unknown',
      },
      original_transaction_id: { from: 'Psp Reference' },
    },
  },
});
