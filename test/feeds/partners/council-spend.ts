import { defineFeed } from '../../../lib/feeds/define-feed.ts';

/** What a council publishes of its spending: long years, pound signs, money that comes back in brackets, a total row at the end. */
export const councilSpend = defineFeed({
  name: 'council-spend',
  dataset: 'transactions',
  description: 'Published spending of a council, one CSV a month.',
  zone: 'Europe/London',
  lateDays: 'unlimited',
  lookbackDays: 'unlimited',
  idPrefix: 'cs-',
  shape: {
    form: 'csv',
    footer: { column: 'Supplier Name', startsWith: ['Grand total'] },
    header: [
      'Directorate',
      'Date',
      'Transaction Number',
      'Supplier Name',
      'Expense Type',
      'Amount',
      { name: 'Supplier Postcode', required: false, aliases: ['Postcode', 'Post code'] },
    ],
    nullWords: ['N/A', 'REDACTED'],
    money: {
      amount: 'Amount',
      currency: { constant: 'GBP' },
      thousands: ',',
      negative: ['-5', '(5)'],
      signs: { '£': 'GBP', GBP: 'GBP' },
    },
    columns: {
      transaction_id: { from: 'Transaction Number', prefix: 'tn-' },
      customer_id: { hashOf: 'Directorate', prefix: 'd-' },
      card_id: { constant: 'none' },
      merchant_id: { hashOf: 'Supplier Name', prefix: 'm-' },
      merchant_name: { from: 'Supplier Name' },
      txn_ts: { timeFrom: 'Date', format: 'dd/mm/yyyy' },
      amount: { money: 'amount' },
      currency: { money: 'currency' },
      mcc: { from: 'Expense Type', values: { Stationery: '5943', 'Vehicle hire': '7512' }, otherwise: '0000' },
      status: { constant: 'approved' },
      is_refund: { money: 'isNegative' },
      channel: { constant: 'unknown' },
    },
  },
});
