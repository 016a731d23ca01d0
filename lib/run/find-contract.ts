import type { Contract } from '../contracts/contract.ts';
import { contracts } from '../contracts/index.ts';
import { PaylakeError } from '../errors.ts';

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
