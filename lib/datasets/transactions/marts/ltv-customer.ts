import type { Mart } from '../../dataset.ts';

export const ltvCustomer: Mart = {
  name: 'ltv_customer',
  grain: 'customer with a success, and currency',
  key: ['customer_id', 'currency'],
  columns: {
    as_of_date: 'As-of date: the greatest date that a load of transactions reached.',
    customer_id: 'Customer, a pseudonym.',
    currency: 'Currency of the amounts, ISO 4217; amounts are never added across currencies.',
    first_success: 'Business date of the first success (approved, no refund, amount above 0).',
    last_success: 'Business date of the last success.',
    orders: 'Number of successes.',
    historic_value: 'Amount of successes - amount of approved refunds.',
    average_order_value: 'historic_value / orders, two decimals, half away from zero.',
    active_months: 'Months from that of first_success to that of the as-of date, both counted.',
    monthly_frequency: 'orders / active_months, four decimals, half away from zero.',
    is_churned: 'Whether last_success is more than 90 days before the as-of date.',
    predicted_value:
      '0 when churned or negative, else average_order_value x monthly_frequency x 12 months x margin of 0.20, of the rounded columns; two decimals, half away from zero.',
  },
  slice: 'view',
  counts: { status: 'approved' },
  order: ['currency', 'customer_id'],
};
