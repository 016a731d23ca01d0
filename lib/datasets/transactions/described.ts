import type { Described } from '../dataset.ts';

const currency = 'Currency of the rows, ISO 4217; amounts are never added across currencies.';
const mcc = 'Merchant category code, ISO 18245, as text; 0000 is uncategorised.';
const days = {
  first_txn_date: 'Business date of its first transaction, of any status.',
  last_txn_date: 'Business date of its last transaction, of any status.',
};
const rowCount = 'Rows of the fact; 0 where all of them have left.';
/** Which row of a key is the latest: by moment, then id, then date. */
const latest = {
  latest_txn_ts: 'Moment of its latest transaction, UTC.',
  latest_transaction_id: 'Id of its latest transaction.',
  latest_txn_date: 'Business date of its latest transaction.',
};

/** Totals of keys, and the dimensions over them. */
export const described: readonly Described[] = [
  {
    name: 'core.customer_total',
    grain: 'customer and currency',
    columns: {
      customer_id: 'Customer, a pseudonym.',
      currency,
      row_count: rowCount,
      ...days,
      first_success: 'Business date of the first success: approved, no refund, amount above 0; null without one.',
      last_success: 'Business date of the last success; null without one.',
      orders: 'Number of successes.',
      order_amount: 'Amount of successes.',
      refund_amount: 'Amount of approved refunds, positive.',
    },
  },
  {
    name: 'core.customer_month',
    grain: 'customer, currency and month with approved rows',
    columns: {
      customer_id: 'Customer, a pseudonym.',
      currency,
      month: 'First of the month.',
      orders: 'Number of successes (approved, no refund, amount above 0) in the month.',
      net_amount: 'Amount of successes - amount of approved refunds in the month.',
    },
  },
  {
    name: 'core.card_total',
    grain: 'card',
    columns: {
      card_id: 'Token of the card, a pseudonym.',
      row_count: rowCount,
      ...days,
      customer_id: 'Customer of its latest transaction.',
      ...latest,
    },
  },
  {
    name: 'core.merchant_total',
    grain: 'merchant',
    columns: {
      merchant_id: 'Merchant that was paid.',
      row_count: rowCount,
      ...days,
      merchant_name: 'Name in its latest transaction.',
      mcc: 'Category code in its latest transaction.',
      ...latest,
    },
  },
  { name: 'core.mcc_total', grain: 'merchant category code', columns: { mcc, row_count: rowCount } },
  {
    name: 'core.dim_customer',
    grain: 'customer of the fact',
    columns: {
      customer_id: 'Customer, a pseudonym.',
      ...days,
      first_success: 'Business date of the first success in any currency; null without one.',
      cohort_month: 'First of the month of first_success.',
    },
  },
  {
    name: 'core.dim_card',
    grain: 'card of the fact',
    columns: {
      card_id: 'Token of the card, a pseudonym.',
      customer_id: 'Customer of its latest transaction.',
      ...days,
    },
  },
  {
    name: 'core.dim_merchant',
    grain: 'merchant of the fact',
    columns: {
      merchant_id: 'Merchant that was paid.',
      merchant_name: 'Name in its latest transaction.',
      mcc: 'Category code in its latest transaction.',
      ...days,
    },
  },
  {
    name: 'core.dim_mcc',
    grain: 'merchant category code of the fact',
    columns: {
      mcc,
      description: "What the code stands for; 'Not in the reference' where core.mcc_reference does not have it.",
      mcc_group: 'Group of codes by the ranges of ISO 18245: airlines, lodging, retail outlets and so on.',
    },
  },
];
