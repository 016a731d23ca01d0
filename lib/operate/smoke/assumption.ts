import type { Bench } from './bench.ts';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** What a target answered: `found` is compared with the golden, `evidence` (an error's text) is only shown. */
export type Observed = { found: Json; evidence?: string };

export type Check = (bench: Bench) => Promise<Observed>;

/** What our Redshift endpoint assumes of the real one and the product relies on; its name is the name of its check. */
export type Assumption = { name: string; says: string; source: string } & (
  | { check: Check }
  /** Why there is no check of it. */
  | { unchecked: string }
);

export type CheckedAssumption = Assumption & { check: Check };

export function isChecked(assumption: Assumption): assumption is CheckedAssumption {
  return 'check' in assumption;
}
