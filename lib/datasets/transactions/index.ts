import type { Dataset } from '../dataset.ts';
import { netByDay } from './analyses/net-by-day.ts';
import { topMerchants } from './analyses/top-merchants.ts';
import { transactions as contract } from './contract.ts';
import { demo } from './demo.ts';
import { described } from './described.ts';
import { purchaseCards } from './feeds/purchase-cards.ts';
import { transactions as native } from './feeds/transactions.ts';
import { authorizationDaily } from './marts/authorization-daily.ts';
import { cohortMonthly } from './marts/cohort-monthly.ts';
import { ltvCustomer } from './marts/ltv-customer.ts';
import { mccMixMonthly } from './marts/mcc-mix-monthly.ts';
import { merchantDaily } from './marts/merchant-daily.ts';
import { rfmCustomer } from './marts/rfm-customer.ts';
import { salesDaily } from './marts/sales-daily.ts';

/** Card transactions: what was paid with cards at merchants, from processors and from whoever sends card files. */
export const transactions: Dataset = {
  contract,
  feeds: [native, purchaseCards],
  fact: 'core.fact_transactions',
  totals: ['customer_total', 'customer_month', 'card_total', 'merchant_total', 'mcc_total'],
  dims: ['dim_customer', 'dim_card', 'dim_merchant', 'dim_mcc'],
  described,
  marts: [salesDaily, authorizationDaily, merchantDaily, mccMixMonthly, rfmCustomer, ltvCustomer, cohortMonthly],
  checks: ['sales_totals', 'customer_totals', 'dimension_references'],
  analyses: [netByDay, topMerchants],
  demo,
  schedule: { hour: 6, minute: 0, doneByHour: 8 },
};
