import type { Analysis } from '../../dataset.ts';

export const netByDay: Analysis = {
  name: 'net_by_day',
  says: 'net sales of a currency by business date',
  parameters: [{ name: 'currency', initial: 'KRW' }],
};
