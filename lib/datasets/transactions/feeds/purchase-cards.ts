import { defineFeed } from '../../../feeds/define-feed.ts';
import categories from './purchase-cards-mcc.json' with { type: 'json' };

/** Monthly purchase-card files of Birmingham City Council (open data). */
export const purchaseCards = defineFeed({
  name: 'purchase-cards',
  dataset: 'transactions',
  description: 'Purchase-card transactions of a council, one CSV a month, re-delivered and overlapping.',
  zone: 'Europe/London',
  lateDays: 'unlimited',
  lookbackDays: 'unlimited',
  idPrefix: 'pc-',
  shape: {
    form: 'csv',
    header: [
      'TRANS DATE',
      'TRANS VAT DESC',
      'ORIGINAL GROSS AMT',
      'MERCHANT NAME',
      'CARD NUMBER',
      'TRANS CAC CODE 1',
      'TRANS CAC CODE 2',
      'TRANS CAC CODE 3',
      { name: 'TRANS CAC DESC 1', required: false },
      { name: 'TRANS CAC DESC 2', required: false },
      { name: 'ORIGINAL CUR', required: false },
      { name: 'BILLING GROSS AMT', required: false },
      { name: 'BILLING CUR CODE', required: false },
      { name: 'Directorate', required: false, aliases: ['Directorates', ''] },
    ],
    money: [
      { amount: 'BILLING GROSS AMT', thousands: ',', currency: { from: 'BILLING CUR CODE' } },
      { amount: 'ORIGINAL GROSS AMT', thousands: ',', currency: { constant: 'GBP' } },
    ],
    columns: {
      // What tells one purchase from another: the files carry no id.
      transaction_id: {
        contentHashOf: [
          { timeFrom: 'TRANS DATE', format: 'dd/mm/yy' },
          'TRANS VAT DESC',
          { numberFrom: 'ORIGINAL GROSS AMT', thousands: ',' },
          'MERCHANT NAME',
          'CARD NUMBER',
          'TRANS CAC CODE 1',
          'TRANS CAC CODE 2',
          'TRANS CAC CODE 3',
        ],
      },
      version: { constant: '1' },
      customer_id: { from: 'TRANS CAC CODE 2', whenEmpty: 'unknown' },
      card_id: { lastDigitsOf: 'CARD NUMBER', digits: 4, prefix: 'card-' },
      merchant_id: { hashOf: 'MERCHANT NAME', prefix: 'm-' },
      merchant_name: { from: 'MERCHANT NAME' },
      txn_ts: { timeFrom: 'TRANS DATE', format: 'dd/mm/yy' },
      amount: { money: 'amount' },
      currency: { money: 'currency' },
      mcc: { from: 'TRANS CAC DESC 1', values: categories, otherwise: '0000' },
      status: { constant: 'approved' },
      is_refund: { money: 'isNegative' },
      channel: { constant: 'unknown' },
    },
  },
});
