import type { Contract } from '../contracts/contract.ts';

/**
 * The checks an operator may pass: those about the data that block. One that only warns leaves nothing to accept, and one
 * about the pipeline says that going on would publish wrong numbers. Landing refuses a file whatever the contract says.
 */
export function acceptableChecks({ gate }: Contract): string[] {
  return Object.entries(gate)
    .filter(([name, { severity }]) => severity === 'block' || name === 'file_refused')
    .map(([name]) => name);
}

/** An operator's word for a check, with who says so and why. */
export type AcceptedCheck = { check: string; by?: string; reason?: string };
