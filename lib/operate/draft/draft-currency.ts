import { iso4217 } from '../../contracts/iso-4217.ts';
import type { Money } from '../../feeds/money.ts';
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
  const bySign = mostUsed(parts, signs);
  if (bySign !== undefined) {
    notes.why(at, `"${bySign.sign}" stands at amounts`);
    for (const [sign, code] of Object.entries(signs))
      if (code !== bySign.code)
        notes.doubt(`"${sign}" stands at some amounts: they are no ${bySign.code} and so invalid`);
    return { currency: { constant: bySign.code }, signs };
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

/** The sign at most amounts that have one, and its currency; undefined where there is none, or none at most of them. */
function mostUsed(
  parts: readonly Column[],
  signs: Readonly<Record<string, string>>,
): { sign: string; code: string } | undefined {
  const found = parts.flatMap(({ values }) =>
    [...values].flatMap(([text, rows]) => {
      const sign = Object.keys(signs).find((sign) => text.includes(sign));
      return sign === undefined ? [] : [{ sign, rows }];
    }),
  );
  const all = found.reduce((sum, { rows }) => sum + rows, 0);
  const rowsOf = (code: string | undefined): number =>
    found.reduce((sum, { sign, rows }) => (signs[sign] === code ? sum + rows : sum), 0);
  const most = found.find(({ sign }) => rowsOf(signs[sign]) > all * 0.6);
  return most && { sign: most.sign, code: signs[most.sign] ?? '' };
}

/** "Amount (GBP)", "Betrag in EUR", "금액(원)". */
function currencyInName(name: string): string | undefined {
  const code = name.match(/(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])/g)?.find((word) => currencySigns[word.toUpperCase()]);
  if (code) return code.toUpperCase();
  const sign = Object.keys(currencySigns).find((known) => !/^[A-Z]{3}$/.test(known) && name.includes(known));
  return sign && currencySigns[sign];
}
