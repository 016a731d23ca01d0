import type { AmountSource, Feed } from './feed.ts';
import categories from './purchase-cards-mcc.json' with { type: 'json' };

const amountFrom: readonly AmountSource[] = [
  { amount: 'BILLING GROSS AMT', currency: { from: 'BILLING CUR CODE' } },
  { amount: 'ORIGINAL GROSS AMT', currency: { constant: 'GBP' } },
];

/** What tells one purchase from another: the files carry no id. */
const identity = [
  'TRANS DATE',
  'TRANS VAT DESC',
  'ORIGINAL GROSS AMT',
  'MERCHANT NAME',
  'CARD NUMBER',
  'TRANS CAC CODE 1',
  'TRANS CAC CODE 2',
  'TRANS CAC CODE 3',
] as const;

/** Monthly purchase-card files of Birmingham City Council (open data). */
export const purchaseCards: Feed = {
  name: 'purchase-cards',
  dataset: 'transactions',
  description: 'Purchase-card transactions of a council, one CSV a month, re-delivered and overlapping.',
  zone: 'Europe/London',
  lateDays: 'unlimited',
  lookbackDays: 'unlimited',
  shape: {
    form: 'csv',
    header: [
      ...identity.map((name) => ({ name, required: true })),
      { name: 'TRANS CAC DESC 1', required: false },
      { name: 'TRANS CAC DESC 2', required: false },
      { name: 'ORIGINAL CUR', required: false },
      { name: 'BILLING GROSS AMT', required: false },
      { name: 'BILLING CUR CODE', required: false },
      { name: 'Directorate', required: false, aliases: ['Directorates', ''] },
    ],
    columns: {
      transaction_id: { contentHashOf: identity, prefix: 'pc-' },
      version: { constant: '1' },
      customer_id: { from: 'TRANS CAC CODE 2', whenEmpty: 'unknown' },
      card_id: { lastDigitsOf: 'CARD NUMBER', digits: 4, prefix: 'card-' },
      merchant_id: { hashOf: 'MERCHANT NAME', prefix: 'm-' },
      merchant_name: { from: 'MERCHANT NAME' },
      txn_ts: { dateFrom: 'TRANS DATE', format: 'dd/mm/yy' },
      amount: { amountFrom, part: 'amount' },
      currency: { amountFrom, part: 'currency' },
      mcc: { lookup: 'TRANS CAC DESC 1', table: categories, otherwise: '0000' },
      status: { constant: 'approved' },
      is_refund: { amountFrom, part: 'isNegative' },
      channel: { constant: 'unknown' },
    },
  },
};
