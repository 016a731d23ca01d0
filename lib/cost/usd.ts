/*
 * Dollars are whole billionths. They are rounded once, when a quantity is priced; sums of them are exact, so that every table
 * adds up to its last digit.
 */

/** Billionths of a dollar. */
export type Usd = bigint;

/** A price: so many dollars for so many of what is counted. */
export type Rate = { usd: string; per: bigint };

const billionths = 9;

/** What a quantity costs, rounded half up. Never negative: what shrinks saves from the next bill on, it gives nothing back. */
export function priceQuantity(quantity: bigint, { usd, per }: Rate): Usd {
  const [whole = '', fraction = ''] = usd.split('.');
  const divisor = per * 10n ** BigInt(fraction.length);
  const scaled = quantity * BigInt(whole + fraction) * 10n ** BigInt(billionths);
  return scaled <= 0n ? 0n : (2n * scaled + divisor) / (2n * divisor);
}

export function sumUsd(amounts: readonly Usd[]): Usd {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

/** "0.058400000"; with fewer decimals it is rounded half up. Amounts are not negative. */
export function formatUsd(amount: Usd, decimals = billionths): string {
  const unit = 10n ** BigInt(billionths - decimals);
  const digits = String((amount + unit / 2n) / unit).padStart(decimals + 1, '0');
  return `${digits.slice(0, digits.length - decimals)}.${digits.slice(-decimals)}`;
}

/** The amount of a text that `formatUsd` wrote. */
export function parseUsd(text: string): Usd {
  const match = /^([0-9]+)\.([0-9]{9})$/.exec(text);
  if (!match) throw new Error(`"${text}" is no amount with nine decimals`);
  return BigInt(`${match[1]}${match[2]}`);
}
