import { iso4217 } from '../contracts/iso-4217.ts';
import type { Money } from '../feeds/money.ts';
import { columnWords } from './column-words.ts';
import { currencySigns, shared } from './currency-signs.ts';
import type { NumberGuess } from './guess-number.ts';
import type { Notes } from './notes.ts';
import { pickColumn } from './pick-column.ts';
import type { Column } from './profile-columns.ts';
import { simplify } from './score-name.ts';

/**
 * The currency of an amount: a column of codes, a sign at the numbers, or what the column's name says. Where nothing says it the code
 * stays empty, which the declaration's check refuses until a person fills it in.
 */
export function draftCurrency(
  columns: readonly Column[],
  parts: readonly Column[],
  guess: NumberGuess,
  notes: Notes,
): { currency: Money['currency']; signs: Record<string, string> } {
  const signs = Object.fromEntries(guess.signs.map((sign) => [sign, currencySigns[sign] ?? '']));
  for (const sign of guess.signs.filter((sign) => shared.includes(sign)))
    notes.doubt(`"${sign}" was taken for ${signs[sign]}; other currencies use it too`);
  const at = 'currency';
  const isCodes = ({ values }: Column): boolean =>
    [...values.keys()].every((text) => iso4217.includes(text.toUpperCase()));
  // Of several, the one that is called after the amount: "original cur" of "original gross amt".
  const [lead = ''] = simplify(parts[0]?.name ?? '').split(' ');
  const akin = columns.filter(({ name }) => simplify(name).startsWith(`${lead} `));
  const words = columnWords.currency ?? [];
  const column =
    pickColumn(akin, words, isCodes) ??
    pickColumn(columns, words, isCodes) ??
    columns.find((one) => one.filled > 0 && isCodes(one));
  if (column) {
    notes.why(at, `${column.name} holds codes of ISO 4217: ${[...column.values.keys()].slice(0, 5).join(', ')}`);
    if (column.filled < column.rows && column.inAll)
      notes.doubt(`${column.name} is empty in ${column.rows - column.filled} rows, which have no valid currency then`);
    return { currency: { from: column.name }, signs };
  }
  const bySign = [...new Set(Object.values(signs))];
  if (bySign.length === 1 && bySign[0]) {
    notes.why(at, `"${guess.signs[0]}" stands at amounts`);
    return { currency: { constant: bySign[0] }, signs };
  }
  const inName = parts.flatMap(({ name }) => currencyInName(name) ?? [])[0];
  if (inName !== undefined) {
    notes.why(at, `the name of the column says so: ${parts.map(({ name }) => name).join(', ')}`);
    return { currency: { constant: inName }, signs };
  }
  notes.why(at, 'nothing in the file says the currency: write its code of ISO 4217');
  notes.need("currency: nothing in the file says it; write its code of ISO 4217 for currency: { constant: '' }");
  return { currency: { constant: '' }, signs };
}

/** "Amount (GBP)", "Betrag in EUR", "금액(원)". */
function currencyInName(name: string): string | undefined {
  const code = name.match(/(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])/g)?.find((word) => currencySigns[word.toUpperCase()]);
  if (code) return code.toUpperCase();
  const sign = Object.keys(currencySigns).find((known) => !/^[A-Z]{3}$/.test(known) && name.includes(known));
  return sign && currencySigns[sign];
}
