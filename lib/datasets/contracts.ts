import { checkContract } from '../contracts/check-contract.ts';
import type { Contract } from '../contracts/contract.ts';
import { trades } from './trades/contract.ts';
import { transactions } from './transactions/contract.ts';

/** The contract of every dataset, checked. Feeds are checked against these, so they stand apart from the registration. */
export const contracts: Readonly<Record<string, Contract>> = Object.fromEntries(
  [transactions, trades].map((contract) => [contract.name, checkContract(contract)]),
);
