import type { Busy } from './usage.ts';

/** Redshift Serverless bills by the second, and a minute at least each time it wakes up. */
export const leastSeconds = 60;

/**
 * Seconds that are billed for statements, whatever their order. One that begins before the last wake-up's minute or statement is
 * over wakes nobody up; statements at the same time are paid once.
 */
export function billedSeconds(statements: readonly Busy[]): number {
  let billed = 0;
  let awakeUntil = Number.NEGATIVE_INFINITY;
  for (const [from, until] of statements.toSorted(([one], [other]) => one - other)) {
    const isAwake = from <= awakeUntil;
    const end = Math.max(until, isAwake ? awakeUntil : from + leastSeconds * 1000);
    billed += end - (isAwake ? awakeUntil : from);
    awakeUntil = end;
  }
  return Math.ceil(billed / 1000);
}
