import type { Measure } from './contract.ts';

/** A measure's unit in a row, whose values `read` gives by column. */
export function unitOf({ unit }: Measure, read: (column: string) => string): string {
  return 'column' in unit ? read(unit.column) : unit.constant;
}
