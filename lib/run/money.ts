import type { Money } from './date-summary.ts';

/*
 * Amounts are decimal text; they are added as whole units of the last decimal place, never as floats.
 */

const most = 8;

/** Decimal places of an amount: "-12.50" has 2. */
export function decimalsOf(amount: string): number {
  return /\.(\d+)$/.exec(amount)?.[1]?.length ?? 0;
}

/** An amount in units of 10^-`decimals`: "-12.5" with two is -1250n. Throws for an amount with more decimals. */
export function toUnits(amount: string, decimals: number): bigint {
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(amount);
  if (!match || (match[3]?.length ?? 0) > decimals)
    throw new Error(`"${amount}" is no amount with at most ${decimals} decimal places`);
  const units = BigInt(`${match[2]}${(match[3] ?? '').padEnd(decimals, '0')}`);
  return match[1] ? -units : units;
}

/** The amount of so many units of 10^-`decimals`: -1250n with two is "-12.50". */
export function fromUnits(units: bigint, decimals: number): string {
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  const [whole, part] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
  return `${units < 0n ? '-' : ''}${whole}${decimals > 0 ? `.${part}` : ''}`;
}

/** The amount with the other sign. */
export function negate(amount: string): string {
  const decimals = decimalsOf(amount);
  return fromUnits(-toUnits(amount, decimals), decimals);
}

/** The sum by unit, with the decimals of its longest term; units are never added to each other. */
export function addMoney(...terms: readonly Money[]): Money {
  const sum: Record<string, { units: bigint; decimals: number }> = {};
  for (const term of terms) {
    for (const [unit, amount] of Object.entries(term)) {
      const { units = 0n, decimals = 2 } = sum[unit] ?? {};
      sum[unit] = { units: units + toUnits(amount, most), decimals: Math.max(decimals, decimalsOf(amount)) };
    }
  }
  return Object.fromEntries(
    Object.entries(sum).map(([unit, { units, decimals }]) => [
      unit,
      fromUnits(units / 10n ** BigInt(most - decimals), decimals),
    ]),
  );
}
