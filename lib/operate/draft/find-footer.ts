import type { TextFormat } from '../../feeds/text-format.ts';
import type { Proposal } from './draft.ts';
import { mostCommon } from './most-common.ts';

/** What a cell says that stands in a line of totals, alone or before a number, a colon or a date. */
const words =
  /^(grand total|sub-?total|totals?|sums?|summen?|gesamt(summe|betrag)?|saldo|endsaldo|kontostand|closing balance|number of (records|rows)|record count|trailer|end of (file|report)|eof|합계|총계|총합계|소계|合計|総計)(?![\p{L}])(\s*$|\s*[:=(\d]|\s+(am|zum|per|as|on|for|of)\s)/iu;

/** Records at the end of a file that may be a footer. */
const looked = 10;

/** The footer of a whole file: one of its last records that is hardly filled and says "total" or the like, as no row does. */
export function findFooter(
  names: readonly string[],
  rows: readonly (readonly string[])[],
): Proposal<NonNullable<TextFormat['footer']>> | undefined {
  const fill = (row: readonly string[]): number => row.filter((cell) => cell !== '').length;
  const usual = mostCommon(rows.map(fill))?.value ?? 0;
  for (let at = Math.max(0, rows.length - looked); at < rows.length; at++) {
    const row = rows[at] ?? [];
    const column = row.findIndex((cell) => words.test(cell));
    const name = names[column];
    if (name === undefined || name === '' || fill(row) > usual * 0.7) continue;
    const text = words.exec(row[column] ?? '')?.[1] ?? '';
    const alike = (cell: string | undefined): boolean => (cell ?? '').toLowerCase().startsWith(text.toLowerCase());
    if (rows.slice(0, at).some((earlier) => alike(earlier[column]))) {
      const doubts = [
        `the file ends in "${row[column]}" in ${name}, but rows begin like that too: no footer can be declared`,
      ];
      return { part: { column: name, startsWith: [] }, why: '', doubts };
    }
    const why = `a line near the end has "${row[column]}" in ${name} and hardly anything else`;
    const doubts = [`footer: the table ends at the first row whose ${name} begins with "${text}", whatever it is`];
    return { part: { column: name, startsWith: [text] }, why, doubts };
  }
  return undefined;
}
