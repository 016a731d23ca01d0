import type { OpenAnswer, Value } from '../operate/query/query-warehouse.ts';
import { table } from './print.ts';

/** Rows a person is shown: a screen's worth of a table has been read long before. */
const shownRows = 1000;

/** An answer as aligned columns, its first rows if there are many; the others are not even fetched. */
export async function printAnswer({ columns, total, pages }: OpenAnswer): Promise<string> {
  const rows: Value[][] = [];
  for await (const page of pages) {
    rows.push(...page.slice(0, shownRows - rows.length));
    if (rows.length === shownRows) break;
  }
  const all = Math.max(total, rows.length);
  const more = all > rows.length ? `${rows.length} of ` : '';
  const hint = all > rows.length ? ': --csv or --json prints all' : '';
  const cells = rows.map((row) => row.map((value) => (value === null ? '-' : String(value))));
  return [
    ...table([columns.map(({ name }) => name), ...cells]),
    `(${more}${all} ${all === 1 ? 'row' : 'rows'}${hint})`,
  ].join('\n');
}
