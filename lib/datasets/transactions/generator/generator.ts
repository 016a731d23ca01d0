import type { Generator } from '../../../generator/generator.ts';
import type { TransactionKnobs } from '../demo.ts';
import { deliver, deliverBad } from './deliver.ts';
import { createPools } from './pools.ts';

/** Card transactions in won, as their processor would send them. */
export const transactionsGenerator: Generator = {
  ending: 'ndjson',
  createWorld(knobs: TransactionKnobs) {
    const pools = createPools(knobs.seed);
    return {
      deliver: (day, first, last) => deliver(knobs, pools, day, first, last),
      deliverBad: (day) => deliverBad(knobs, pools, day),
    };
  },
};
