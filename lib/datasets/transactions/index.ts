import type { Dataset } from '../dataset.ts';
import { netByDay } from './analyses/net-by-day.ts';
import { topMerchants } from './analyses/top-merchants.ts';
import { transactions as contract } from './contract.ts';
import { demo } from './demo.ts';
import { purchaseCards } from './feeds/purchase-cards.ts';
import { transactions as native } from './feeds/transactions.ts';
import { rfmCustomer } from './marts/rfm-customer.ts';
import { salesDaily } from './marts/sales-daily.ts';

/** Card transactions: what was paid with cards at merchants, from processors and from whoever sends card files. */
export const transactions: Dataset = {
  contract,
  feeds: [native, purchaseCards],
  fact: 'core.fact_transactions',
  dims: ['dimensions'],
  marts: [salesDaily, rfmCustomer],
  checks: ['sales_totals'],
  analyses: [netByDay, topMerchants],
  demo,
  schedule: { hour: 6, minute: 0, doneByHour: 8 },
};
