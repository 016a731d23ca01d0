import { defineFeed } from '../../../feeds/define-feed.ts';

/** Native card transactions: files that carry the contract's own field names. */
export const transactions = defineFeed({
  name: 'transactions',
  dataset: 'transactions',
  description: 'Card transactions of the processor, several files a day.',
  zone: 'Asia/Seoul',
  lateDays: 2,
  lookbackDays: 30,
  shape: { form: 'native' },
});
