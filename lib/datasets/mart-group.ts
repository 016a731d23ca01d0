import type { Mart } from './dataset.ts';

/**
 * Marts over several datasets, rebuilt together whenever one of these was loaded: SQL in `sql/cross/<name>/`, of which the
 * mechanical part is emitted. What they may read beside facts: temporary `touched_dates` (dataset, event_date) and `group_as_of`
 * (as_of_date), the smallest of the datasets' greatest dates, null until each has been loaded.
 */
export type MartGroup = {
  name: string;
  /** Datasets whose facts it reads. */
  from: readonly string[];
  /** `cross/<name>/marts/<mart>.sql` each, in this order. */
  marts: readonly Mart[];
  /** What has to add up afterwards: `cross/<name>/checks/<check>.sql`, a statement each that fails otherwise. */
  checks: readonly string[];
};
