import type { Contract } from './contract.ts';
import { transactions } from './transactions.ts';

/** Every dataset of the lake. Adding one is adding its declaration here and its marts in sql/. */
export const contracts: Readonly<Record<string, Contract>> = { transactions };
