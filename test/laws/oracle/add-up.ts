import { toDecimal } from './text.ts';

/** Amounts by currency as decimal text, over the rows that have one. */
export function addUp(
  rows: readonly { signed: bigint | null; values: Record<string, string | null> }[],
): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const { signed, values } of rows) {
    if (signed === null || !values.currency) continue;
    sums.set(values.currency, (sums.get(values.currency) ?? 0n) + signed);
  }
  return Object.fromEntries([...sums].map(([currency, units]) => [currency, toDecimal(units)]));
}

/** How often each name occurs. */
export function countNames(names: readonly (string | null | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) if (name) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
