import { minorUnits } from '../../contracts/minor-units.ts';
import { moneyNames } from '../../feeds/map/source-names.ts';
import type { AmountSource, Money } from '../../feeds/money.ts';
import type { NumberFormat } from '../../feeds/number-format.ts';
import { draftCurrency } from './draft-currency.ts';
import { findAmount } from './find-amount.ts';
import { findKinds, isDecline } from './find-kinds.ts';
import { guessNumber, type NumberGuess } from './guess-number.ts';
import { Notes } from './notes.ts';
import type { Column } from './profile-columns.ts';
import { sides } from './word-meanings.ts';

/**
 * How rows say an amount of money; of several the first whose columns a file has. Empty where no column holds numbers by that name.
 *
 * @param isApi whether the files are JSON, where whole numbers are mostly minor units.
 */
export function draftMoney(columns: readonly Column[], isApi: boolean, notes: Notes): Money[] {
  const numbers = columns.filter(({ number, time }) => number && !time?.digits && !(time && !number.whole));
  const own = new Notes();
  const first = draftAmount(columns, numbers, isApi, own);
  if (!first) return [];
  const lacking = columns.filter(({ name, inAll }) => !inAll && moneyNames(first).includes(name));
  const isEverywhere = ({ inAll }: Column): boolean => inAll;
  const others = new Notes();
  const second =
    lacking.length > 0
      ? draftAmount(columns.filter(isEverywhere), numbers.filter(isEverywhere), isApi, others)
      : undefined;
  notes.adopt(own, second ? 'shape.money.0' : 'shape.money');
  if (!second) return [first];
  notes.adopt(others, 'shape.money.1');
  const names = lacking.map(({ name }) => name).join(', ');
  notes.why('shape.money', `not every file has ${names}: the second is for those that have not`);
  return [first, second];
}

function draftAmount(
  columns: readonly Column[],
  numbers: readonly Column[],
  isApi: boolean,
  notes: Notes,
): Money | undefined {
  const found = findAmount(numbers, notes);
  if (!found) return undefined;
  const { amount, parts } = found;
  const guess = guessNumber(countTogether(parts), 0.5);
  if (!guess) return undefined;
  notes.doubt(...guess.doubts.map((doubt) => `${describe(amount)}: ${doubt}`));
  const { currency, signs } = draftCurrency(columns, parts, guess, notes);
  const format = chooseFormat(guess, currency, columns, notes);
  const side = guess.negative === 0 && typeof amount === 'string' ? draftSide(columns, notes) : undefined;
  notes.why('amount', `${found.why}; written ${guess.why}`);
  return {
    amount,
    ...format,
    ...(guess.negative > 0.5 && typeof amount === 'string' && flip(amount, guess, notes)),
    currency,
    ...(Object.keys(signs).length > 0 && { signs }),
    ...draftMinorUnits(amount, guess, parts, isApi, notes),
    ...(side && { side }),
  };
}

/** The texts of some columns, and how many rows have each. */
function countTogether(columns: readonly Column[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { values } of columns) for (const [text, rows] of values) counts.set(text, (counts.get(text) ?? 0) + rows);
  return counts;
}

/** A column that says on which side an amount stands. */
function draftSide(columns: readonly Column[], notes: Notes): Money['side'] {
  const column = findKinds(columns);
  // Rows that were declined stand on neither side: then the column tells refunds, not the side of an amount.
  if (!column || [...column.values.keys()].some(isDecline)) return undefined;
  const of = (words: readonly string[]): string[] =>
    [...column.values.keys()].filter((text) => words.includes(text.toLowerCase()));
  const [positive, negative] = [of(sides.positive), of(sides.negative)];
  notes.why('side', `amounts have no sign; ${column.name} says which go back to the customer`);
  notes.doubt(
    `${column.name}: ${quote(negative)} was taken for refunds and ${quote(positive)} for purchases: seen from the merchant it is the other way round`,
  );
  const others = [...column.values].filter(([text]) => !positive.includes(text) && !negative.includes(text));
  for (const [text, rows] of others)
    notes.doubt(
      `${column.name}: on which side is "${text}" (${rows} rows)? Until side says it, or leaveOut, their amount is invalid`,
    );
  return { from: column.name, positive, negative };
}

/** Most amounts are below nought: a bank's statement, seen from who pays. */
function flip(amount: string, { format, negative }: NumberGuess, notes: Notes): Pick<Money, 'positive' | 'negative'> {
  notes.doubt(
    `${amount}: ${Math.round(negative * 100)} % of the amounts are below nought: they were taken for purchases, the others for refunds`,
  );
  return { positive: format.negative ?? '-5', negative: '5' };
}

/** A mark with three digits behind it: the currency's own decimals tell it from thousands, where the currency is known. */
function chooseFormat(
  { format, rival, example }: NumberGuess,
  currency: Money['currency'],
  columns: readonly Column[],
  notes: Notes,
): NumberFormat {
  if (!rival) return format;
  const column = 'from' in currency ? columns.find(({ name }) => name === currency.from) : undefined;
  const codes = 'constant' in currency ? [currency.constant] : [...(column?.values.keys() ?? [])];
  const decimals = new Set(codes.map((code) => minorUnits(code.toUpperCase())));
  if (decimals.has(undefined) || (decimals.has(3) && decimals.size > 1)) {
    notes.doubt(
      `is the mark in "${example}" a decimal point, or does it part thousands? No value in the file decides it`,
    );
    return format;
  }
  return [format, rival].find(({ thousands }) => (thousands === undefined) === decimals.has(3)) ?? format;
}

/** Whole numbers may be cents: said by the name, usual in JSON of an API, and else a doubt. */
function draftMinorUnits(
  amount: AmountSource,
  { whole }: NumberGuess,
  parts: readonly Column[],
  isApi: boolean,
  notes: Notes,
): Pick<Money, 'minorUnits'> {
  const texts = parts.flatMap(({ values }) => [...values.keys()]);
  if (whole < 1 || texts.length < 3 || typeof amount !== 'string') return {};
  const isNamed = /cents?\b|minor|pence|_ct\b/i.test(amount);
  const isUsual = isApi && texts.length >= 10 && texts.some((text) => !text.endsWith('00'));
  if (!isNamed)
    notes.doubt(
      `${amount}: all amounts are whole numbers, such as ${texts[0]}. Are they ${isUsual ? 'cents, as was taken, or not? If not, take minorUnits out' : "cents? Then declare minorUnits: 'ISO 4217'"}`,
    );
  if (!isNamed && !isUsual) return {};
  notes.why(
    'minorUnits',
    `all amounts are whole numbers${isNamed ? ', and the name says minor units' : ', as APIs write minor units'}`,
  );
  return { minorUnits: 'ISO 4217' };
}

function describe(amount: AmountSource): string {
  return typeof amount === 'string' ? amount : Object.values(amount).join(' and ');
}

function quote(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(', ');
}
