import { checkPartitions } from './check-partitions.ts';
import type { Contract } from './contract.ts';
import { transactions } from './transactions.ts';

/** Every dataset of the lake. Another one is a declaration here, its tables, load and marts in sql/, and its prefix in permissions. */
export const contracts: Readonly<Record<string, Contract>> = { transactions };

for (const contract of Object.values(contracts)) checkPartitions(contract);
