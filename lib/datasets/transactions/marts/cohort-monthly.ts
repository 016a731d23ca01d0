import type { Mart } from '../../dataset.ts';

export const cohortMonthly: Mart = {
  name: 'cohort_monthly',
  grain: 'month of the first success, months since, and currency',
  key: ['cohort_month', 'age_months', 'currency'],
  columns: [
    'cohort_month',
    'age_months',
    'currency',
    'cohort_size',
    'active_customers',
    'retention_rate',
    'net_amount',
    'cumulative_net_amount',
    'cumulative_value_per_customer',
  ],
  slice: 'view',
  order: ['currency', 'cohort_month', 'age_months'],
};
