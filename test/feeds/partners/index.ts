import { feeds } from '../../../lib/datasets/find-feed.ts';
import { checkFeeds } from '../../../lib/feeds/check/check-feeds.ts';
import type { Feed } from '../../../lib/feeds/feed.ts';
import { adyenSettlement } from './adyen-settlement.ts';
import { councilSpend } from './council-spend.ts';
import { germanBank } from './german-bank.ts';
import { koreanCards } from './korean-cards.ts';
import { paymentsPage } from './payments-page.ts';
import { shopOrderLines } from './shop-order-lines.ts';
import { stripeBalance } from './stripe-balance.ts';

/** Declarations to copy from: each is of a kind of file that partners really send. */
export const partners: readonly Feed[] = [
  adyenSettlement,
  councilSpend,
  germanBank,
  koreanCards,
  paymentsPage,
  shopOrderLines,
  stripeBalance,
];

/** Registers them beside the product's own feeds, as naming them in a dataset would. */
export function registerPartners(): void {
  Object.assign(feeds, checkFeeds([...Object.values(feeds), ...partners]));
}
