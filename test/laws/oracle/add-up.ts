import { rulesOf } from './feeds.ts';
import type { JudgedRow } from './judged-row.ts';
import { toDecimal } from './text.ts';

/** Money by unit as decimal text, over the rows that have any. */
export function addUp(rows: readonly Pick<JudgedRow, 'file' | 'signed' | 'unit'>[]): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const { signed, unit } of rows) if (signed !== null) sums.set(unit, (sums.get(unit) ?? 0n) + signed);
  const decimals = rows[0] ? rulesOf(rows[0].file).contract.decimals : 2;
  return Object.fromEntries([...sums].map(([unit, units]) => [unit, toDecimal(units, decimals)]));
}

/** How often each name occurs. */
export function countNames(names: readonly (string | null | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) if (name) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
