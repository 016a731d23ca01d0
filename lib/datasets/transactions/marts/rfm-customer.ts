import type { Mart } from '../../dataset.ts';

export const rfmCustomer: Mart = {
  name: 'rfm_customer',
  grain: 'customer with a success, and currency',
  key: ['customer_id', 'currency'],
  columns: {
    as_of_date: 'As-of date: the greatest date that a load of transactions reached.',
    customer_id: 'Customer, a pseudonym.',
    currency: 'Currency of the amounts, ISO 4217; amounts are never added across currencies.',
    recency_days: 'Days from the last success (approved, no refund, amount above 0) to the as-of date.',
    frequency: 'Number of successes.',
    monetary: 'Amount of successes - amount of approved refunds.',
    r_score: '6 - quintile by recency_days, then customer_id, within the currency: 5 is the most recent.',
    f_score: 'Quintile by frequency, then customer_id, within the currency: 5 is the most frequent.',
    m_score: 'Quintile by monetary, then customer_id, within the currency: 5 is the highest.',
    segment: 'Name of the group that the three scores put the customer in, from champions to lost.',
  },
  slice: 'whole',
  counts: { status: 'approved' },
  order: ['currency', 'customer_id'],
};
