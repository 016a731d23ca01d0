import type { Analysis } from '../../dataset.ts';

export const topUsers: Analysis = {
  name: 'top_users',
  says: 'the n users that traded most in each quote currency',
  parameters: [{ name: 'n', initial: '10' }],
};
