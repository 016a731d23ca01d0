import type { NumberFormat } from './number-format.ts';

/**
 * How a row says an amount of money. The contract column `amount` gets its size, exactly and never rounded; its sign is for the
 * column that takes `isNegative`. Where no column does, an amount below nought is invalid.
 */
export type Money<Name extends string = string> = NumberFormat & {
  amount: AmountSource<Name>;
  /** A code of ISO 4217, or the column that holds it. */
  currency: { constant: string } | { from: Name };
  /** Signs and codes that may stand before or behind the number, and the currency each means: one that contradicts the row's is invalid. */
  signs?: Readonly<Record<string, string>>;
  /** The numbers are whole minor units (cents): as many decimals as ISO 4217 gives the row's currency, or so many. */
  minorUnits?: 'ISO 4217' | number;
  /** A column that says on which side an amount stands, which is then written without a sign. */
  side?: { from: Name; positive: readonly string[]; negative: readonly string[] };
  /** Columns that are added to the amount or taken off it, such as fees; empty is nought. */
  plus?: readonly Name[];
  minus?: readonly Name[];
};

/**
 * One column; or one column for each sign, of which a row fills one and leaves the other empty or nought; or quantity times price.
 */
export type AmountSource<Name extends string = string> =
  | Name
  | { positive: Name; negative: Name }
  | { quantity: Name; price: Name };
