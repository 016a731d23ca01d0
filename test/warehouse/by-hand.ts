import type { SilverRow } from './silver-row.ts';

/* What the marts are computed with without SQL: exact sums of cents, groups, months, quotients rounded half away from zero. */

export function toCents(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
}

export const isRefund = ({ is_refund }: SilverRow): boolean => is_refund === 'true';

/** Approved, no refund, more than nothing. */
export const isSuccess = (row: SilverRow): boolean =>
  row.status === 'approved' && !isRefund(row) && toCents(row.amount) > 0n;

export const sumOf = (rows: readonly SilverRow[]): bigint =>
  rows.reduce((sum, { amount }) => sum + toCents(amount), 0n);

export function compare<T extends string | number | bigint>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Groups in the order of their keys. */
export function groupBy(rows: readonly SilverRow[], keyOf: (row: SilverRow) => string[]): [string[], SilverRow[]][] {
  const groups = new Map<string, SilverRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups]
    .sort(([one], [other]) => compare(one, other))
    .map(([key, group]) => [JSON.parse(key) as string[], group]);
}

/** The whole number nearest to a quotient; of two as near the one farther from zero. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const sign = dividend < 0n !== divisor < 0n ? -1n : 1n;
  const [a, b] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  return sign * ((2n * a + b) / (2n * b));
}

export const monthOf = (date: string): string => date.slice(0, 7);

/** How many times a month begins on the way from one date to another. */
export function monthsBetween(from: string, to: string): number {
  const monthNumber = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return monthNumber(to) - monthNumber(from);
}
