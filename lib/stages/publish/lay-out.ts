import type { Contract } from '../../contracts/contract.ts';
import { partitionKey } from '../../lake/keys.ts';

/** A run of rows of one event date and value in the sorted table `rows`. */
export type Stretch = { date: string; value: string; first: number; last: number };
/** A run of rows that is one file, and the key it belongs under; `isMixed` where it holds all values of its date. */
export type Partition = { key: string; first: number; last: number; isMixed: boolean };

/** A date with fewer rows than so many for each of its values is one file. */
const rowsOfValue = 100;

/**
 * The files of one event date, whose stretches follow one another: one for each value of the second partition column, or a
 * single one where the values have too few rows. A function of the date's rows alone.
 */
export function layOut(contract: Contract, stretches: readonly Stretch[]): Partition[] {
  const [start, end] = [stretches[0], stretches.at(-1)];
  if (!start || !end) return [];
  const isMixed = end.last - start.first + 1 < rowsOfValue * stretches.length;
  const whole = { key: partitionKey(contract, start.date, null), first: start.first, last: end.last, isMixed };
  if (isMixed) return [whole];
  return stretches.map(({ date, value, first, last }) => ({
    key: partitionKey(contract, date, value),
    first,
    last,
    isMixed,
  }));
}
