import type { Demo, KnobsOf } from '../../generator/knobs.ts';

/** Made-up card transactions. */
export const demo = {
  feed: 'transactions',
  from: '2025-09-01',
  to: '2025-09-11',
  knobs: {
    rows: { kind: 'rows', initial: 5000, says: 'rows a day' },
    seed: { kind: 'seed', initial: 42, says: 'seed of all randomness' },
    duplicates: { kind: 'share', initial: 0.02, says: 'rows that come twice' },
    late: { kind: 'share', initial: 0.05, says: 'rows that come days late' },
    corrections: { kind: 'share', initial: 0.01, says: 'rows that are corrected later' },
    bad: { kind: 'share', initial: 0.002, says: 'rows that break a rule' },
  },
} satisfies Demo;

export type TransactionKnobs = KnobsOf<typeof demo>;
