import type { Mart } from '../../dataset.ts';

export const ltvCustomer: Mart = {
  name: 'ltv_customer',
  grain: 'customer with a success, and currency',
  key: ['customer_id', 'currency'],
  columns: [
    'as_of_date',
    'customer_id',
    'currency',
    'first_success',
    'last_success',
    'orders',
    'historic_value',
    'average_order_value',
    'active_months',
    'monthly_frequency',
    'is_churned',
    'predicted_value',
  ],
  slice: 'view',
  counts: { status: 'approved' },
  order: ['currency', 'customer_id'],
};
