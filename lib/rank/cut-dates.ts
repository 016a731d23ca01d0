import type { ControlTotal } from '../run/records.ts';

/** Cuts event dates, in order, into chunks of whole dates of at most so many rows (a larger date is a chunk of its own). */
export function cutDates(
  dates: readonly string[],
  totals: readonly ControlTotal[],
  chunkRows: number,
): { name: string; dates: string[] }[] {
  const chunks: { name: string; dates: string[]; rows: number }[] = [];
  const rowsOf = new Map<string, number>();
  for (const { date, rows } of totals) rowsOf.set(date, (rowsOf.get(date) ?? 0) + rows);
  for (const date of dates) {
    const rows = rowsOf.get(date) ?? 0;
    const open = chunks.at(-1);
    if (open && open.rows + rows <= chunkRows) {
      open.dates.push(date);
      open.rows += rows;
    } else {
      chunks.push({ name: `part-${String(chunks.length).padStart(4, '0')}`, dates: [date], rows });
    }
  }
  return chunks.map(({ name, dates }) => ({ name, dates }));
}
