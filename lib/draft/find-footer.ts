import type { TextFormat } from '../feeds/text-format.ts';
import type { Proposal } from './draft.ts';

/** Words that begin the last lines of a table that are no rows. */
const words =
  /^(grand total|sub ?total|totals?|sums?|summe|gesamt(summe|betrag)?|saldo|endsaldo|number of (records|rows)|record count|trailer|end of (file|report)|eof|합계|총계|총합계|소계|合計|総計)\b|^(합계|총계|총합계|소계|合計|総計)/i;

/** Records at the end of a file that may be a footer. */
const looked = 10;

/**
 * The footer of a whole file's rows: a column whose text says "total" or the like in one of the last records and in no row.
 */
export function findFooter(
  names: readonly string[],
  rows: readonly (readonly string[])[],
): Proposal<NonNullable<TextFormat['footer']>> | undefined {
  const start = Math.max(0, rows.length - looked);
  for (let at = start; at < rows.length; at++) {
    const column = (rows[at] ?? []).findIndex((cell) => words.test(cell));
    const name = names[column];
    if (name === undefined || name === '') continue;
    const found = rows[at]?.[column] ?? '';
    const text = words.exec(found)?.[0] ?? found;
    if (rows.slice(0, at).some((row) => (row[column] ?? '').toLowerCase().startsWith(text.toLowerCase()))) continue;
    const why = `the last lines begin with "${found}" in ${name}`;
    return { part: { column: name, startsWith: [text] }, why, doubts: [] };
  }
  return undefined;
}
