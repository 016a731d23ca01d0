import type { Demo, KnobsOf } from '../../generator/knobs.ts';

/** Made-up trades; the shares of dirt are a tenth of what the original data had, which no gate would let through. */
export const demo = {
  feed: 'trades',
  from: '2025-12-25',
  to: '2026-01-03',
  knobs: {
    rows: { kind: 'rows', initial: 1000, says: 'rows a day' },
    seed: { kind: 'seed', initial: 42, says: 'seed of all randomness' },
    duplicates: { kind: 'share', initial: 0.043, says: 'rows that come twice' },
    ties: { kind: 'share', initial: 0.002, says: 'rows that contradict another of their id and version' },
    corrections: { kind: 'share', initial: 0.005, says: 'rows that are corrected later' },
    late: { kind: 'share', initial: 0.1, says: 'rows that come days late' },
    emptySymbol: { kind: 'share', initial: 0.01, says: 'rows without a symbol' },
    badSide: { kind: 'share', initial: 0.01, says: 'rows whose side is neither buy nor sell' },
    emptyQuantity: { kind: 'share', initial: 0.01, says: 'rows without a quantity' },
    emptyPrice: { kind: 'share', initial: 0.01, says: 'rows without a price' },
  },
} satisfies Demo;

export type TradeKnobs = KnobsOf<typeof demo>;
