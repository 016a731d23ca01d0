import type { Contract, Measure } from './contract.ts';

/** The measure that a dataset's money is: the first that is money; none where nothing is. */
export function moneyOf({ measures }: Contract): Measure | undefined {
  return measures.find(({ isMoney }) => isMoney);
}
