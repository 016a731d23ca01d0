import type { Money } from './date-summary.ts';

/*
 * Money is decimal text with two places; it is added as whole minor units, never as a float.
 */

/** Minor units of an amount: "-12.50" is -1250n. */
export function toMinorUnits(amount: string): bigint {
  const match = /^(-?)([0-9]+)(?:\.([0-9]{1,2}))?$/.exec(amount);
  if (!match) throw new Error(`"${amount}" is no amount with at most two decimal places`);
  const units = BigInt(`${match[2]}${(match[3] ?? '').padEnd(2, '0')}`);
  return match[1] ? -units : units;
}

/** The amount of so many minor units: -1250n is "-12.50". */
export function fromMinorUnits(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(3, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The sum by currency; currencies are never added to each other. */
export function addMoney(...terms: readonly Money[]): Money {
  const sum: Record<string, bigint> = {};
  for (const term of terms) {
    for (const [currency, amount] of Object.entries(term)) sum[currency] = (sum[currency] ?? 0n) + toMinorUnits(amount);
  }
  return Object.fromEntries(Object.entries(sum).map(([currency, units]) => [currency, fromMinorUnits(units)]));
}
