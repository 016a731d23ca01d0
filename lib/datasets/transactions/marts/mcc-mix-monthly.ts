import type { Mart } from '../../dataset.ts';

export const mccMixMonthly: Mart = {
  name: 'mcc_mix_monthly',
  grain: 'month, category and currency',
  key: ['month', 'mcc', 'currency'],
  columns: {
    month: 'First of the month; the one that has not ended stands too.',
    mcc: 'Merchant category code, ISO 18245, as text; 0000 is uncategorised.',
    currency: 'Currency of the amounts, ISO 4217; amounts are never added across currencies.',
    net_amount: 'Net sales of the category in the month.',
    share:
      'net_amount / net sales of the month and currency over all categories, six decimals, half away from zero; null where that is 0.',
  },
  slice: 'view',
  order: ['month', 'mcc', 'currency'],
};
