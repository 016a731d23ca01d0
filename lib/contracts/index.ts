import { PaylakeError } from '../errors.ts';
import type { Contract } from './contract.ts';
import { transactions } from './transactions.ts';

/** Every dataset of the lake. Adding one is adding its declaration here and its marts in sql/. */
export const contracts: Record<string, Contract> = { transactions };

/** The contract of a dataset; throws a usage error that names the known ones. */
export function findContract(dataset: string): Contract {
  const contract = Object.hasOwn(contracts, dataset) ? contracts[dataset] : undefined;
  if (contract) return contract;
  throw new PaylakeError(
    'usage',
    `unknown dataset "${dataset}"`,
    `use one of: ${Object.keys(contracts).sort().join(', ')}`,
  );
}
