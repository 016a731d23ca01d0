import { defineFeed } from '../../../feeds/define-feed.ts';

/** Native trades: CSV or NDJSON with the contract's own field names. A correction may come years later. */
export const trades = defineFeed({
  name: 'trades',
  dataset: 'trades',
  description: 'Trades of the brokerage, with corrections of any age.',
  zone: 'UTC',
  lateDays: 'unlimited',
  lookbackDays: 'unlimited',
  shape: { form: 'native' },
});
