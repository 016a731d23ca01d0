import { formatInstant } from '../../run/format-instant.ts';
import type { Withdrawal } from '../../run/withdrawal.ts';

/** Who withdrew a file, when and why. */
export function describeWithdrawal({ withdrawnAt, withdrawnBy, reason }: Withdrawal): string {
  return `was withdrawn by ${withdrawnBy} at ${formatInstant(withdrawnAt)}: ${reason}`;
}
