import type { Mart } from '../../dataset.ts';

export const cohortMonthly: Mart = {
  name: 'cohort_monthly',
  grain: 'month of the first success, months since, and currency',
  key: ['cohort_month', 'age_months', 'currency'],
  columns: {
    cohort_month:
      "First of the month of the customers' first success (approved, no refund, amount above 0) in the currency.",
    age_months: 'Months since cohort_month; only months that have ended on the as-of date stand.',
    currency: 'Currency of the amounts, ISO 4217; amounts are never added across currencies.',
    cohort_size: 'Customers of the cohort.',
    active_customers: 'Customers of the cohort with a success in the month.',
    retention_rate: 'active_customers / cohort_size, four decimals, half away from zero.',
    net_amount: 'Amount of successes - amount of approved refunds of the cohort in the month.',
    cumulative_net_amount: 'Sum of net_amount from age 0 to this one.',
    cumulative_value_per_customer: 'cumulative_net_amount / cohort_size, two decimals, half away from zero.',
  },
  slice: 'view',
  order: ['currency', 'cohort_month', 'age_months'],
};
