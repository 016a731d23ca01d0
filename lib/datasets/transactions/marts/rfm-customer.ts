import type { Mart } from '../../dataset.ts';

export const rfmCustomer: Mart = {
  name: 'rfm_customer',
  grain: 'customer with a success, and currency',
  key: ['customer_id', 'currency'],
  columns: [
    'as_of_date',
    'customer_id',
    'currency',
    'recency_days',
    'frequency',
    'monetary',
    'r_score',
    'f_score',
    'm_score',
    'segment',
  ],
  slice: 'whole',
  counts: { status: 'approved' },
  order: ['currency', 'customer_id'],
};
