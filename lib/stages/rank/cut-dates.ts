import type { ControlTotal } from '../../run/records.ts';

/**
 * Cuts event dates, in order, into chunks of whole dates of at most so many rows (a larger date is a chunk of its own). Of no
 * dates there is one chunk with nothing in it: what is published without touching a date is loaded all the same, so that the
 * ledger and what hangs on it (as-of dates) do not depend on how a range was cut into runs.
 */
export function cutDates(
  dates: readonly string[],
  totals: readonly ControlTotal[],
  chunkRows: number,
): { name: string; dates: string[] }[] {
  const chunks: { name: string; dates: string[]; rows: number }[] = [];
  const rowsOf = new Map<string, number>();
  for (const { date, measure, rows } of totals) if (measure === 'rows') rowsOf.set(date, rows);
  for (const date of dates) {
    const rows = rowsOf.get(date) ?? 0;
    const open = chunks.at(-1);
    if (open && open.rows + rows <= chunkRows) {
      open.dates.push(date);
      open.rows += rows;
    } else {
      chunks.push({ name: nameOf(chunks.length), dates: [date], rows });
    }
  }
  if (chunks.length === 0) return [{ name: nameOf(0), dates: [] }];
  return chunks.map(({ name, dates }) => ({ name, dates }));
}

function nameOf(number: number): string {
  return `part-${String(number).padStart(4, '0')}`;
}
