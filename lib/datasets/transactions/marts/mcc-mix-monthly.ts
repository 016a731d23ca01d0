import type { Mart } from '../../dataset.ts';

export const mccMixMonthly: Mart = {
  name: 'mcc_mix_monthly',
  grain: 'month, category and currency',
  key: ['month', 'mcc', 'currency'],
  columns: ['month', 'mcc', 'currency', 'net_amount', 'share'],
  slice: 'view',
  order: ['month', 'mcc', 'currency'],
};
