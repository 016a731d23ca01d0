import type { Contract } from '../contracts/contract.ts';
import { findDataset } from './find-dataset.ts';

/** The contract of a dataset; throws a usage error that names the known ones. */
export function findContract(dataset: string): Contract {
  return findDataset(dataset).contract;
}
