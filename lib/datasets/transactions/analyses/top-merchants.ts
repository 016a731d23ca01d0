import type { Analysis } from '../../dataset.ts';

export const topMerchants: Analysis = {
  name: 'top_merchants',
  says: 'the n merchants with the largest net sales of each currency',
  parameters: [{ name: 'n', initial: '10' }],
};
