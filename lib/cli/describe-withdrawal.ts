import type { Withdrawal } from '../run/withdrawal.ts';
import { formatInstant } from './format-instant.ts';

/** Who withdrew a file, when and why. */
export function describeWithdrawal({ withdrawnAt, withdrawnBy, reason }: Withdrawal): string {
  return `was withdrawn by ${withdrawnBy} at ${formatInstant(withdrawnAt)}: ${reason}`;
}
