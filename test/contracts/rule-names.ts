import { type Contract, fileColumns } from '../../lib/contracts/contract.ts';

/** Every rule a row can break, by section 3 of the interfaces: derived from the contract, listed nowhere in the product. */
export function ruleNames(contract: Contract): string[] {
  const columns = fileColumns(contract);
  return [
    'malformed',
    'blank_row',
    'future_date',
    'card_number',
    ...columns.filter(({ required }) => required).map(({ name }) => `missing:${name}`),
    ...columns.map(({ name }) => `invalid:${name}`),
  ].sort();
}
