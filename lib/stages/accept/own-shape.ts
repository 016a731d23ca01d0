import { type Contract, fileColumns } from '../../contracts/contract.ts';
import type { DelimitedShape } from '../../feeds/feed.ts';
import type { TextFormat } from '../../feeds/text-format.ts';

/** The shape of a native delimited file, whose header carries the contract's own names. */
export function ownShape(contract: Contract, format: TextFormat, nullWords?: readonly string[]): DelimitedShape {
  const columns = fileColumns(contract);
  return {
    form: 'csv',
    ...format,
    ...(nullWords && { nullWords }),
    header: columns.map(({ name, required }) => ({ name, required })),
    columns: Object.fromEntries(columns.map(({ name }) => [name, { from: name }])),
  };
}
