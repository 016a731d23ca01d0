import type { Analysis } from '../../dataset.ts';

export const symbolTrend: Analysis = {
  name: 'symbol_trend',
  says: 'prices and volume of a symbol by day',
  parameters: [{ name: 'symbol' }],
};
