import type { Column as ContractColumn } from '../../contracts/contract.ts';
import type { Notes } from './notes.ts';
import type { Column } from './profile-columns.ts';

/** Doubts a column that a required one is read from and that some rows leave empty. */
export function noteEmpty({ name, filled, rows, inAll }: Column, target: ContractColumn, notes: Notes): void {
  if (!target.required || filled === rows) return;
  const where = inAll ? `empty in ${rows - filled} of ${rows} rows` : 'not in every file';
  notes.doubt(
    `${target.name}: ${name} is ${where}; those rows are missing:${target.name} unless whenEmpty says what they are, such as 'unknown'`,
  );
}
