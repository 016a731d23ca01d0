import type { Analysis } from '../../dataset.ts';

export const userDay: Analysis = {
  name: 'user_day',
  says: 'what a user traded on a day, by quote currency',
  parameters: [{ name: 'user_id' }, { name: 'date' }],
};
