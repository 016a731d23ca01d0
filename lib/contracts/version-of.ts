import type { Contract } from './contract.ts';

/** Name of the version in an index: of a dataset without one every row is version 1. */
export function versionOf({ versionOrder = 'version' }: Contract): string {
  return versionOrder;
}
