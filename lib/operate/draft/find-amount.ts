import type { AmountSource } from '../../feeds/money.ts';
import { columnWords, otherWords } from './column-words.ts';
import type { Notes } from './notes.ts';
import { pickColumn } from './pick-column.ts';
import type { Column } from './profile-columns.ts';
import { scoreName } from './score-name.ts';

const amountWords = columnWords.amount ?? [];

/** Where rows have their amount, the columns it is made of, and why. */
export type FoundAmount = { amount: AmountSource; parts: Column[]; why: string };

/** The amount: a column for each sign, quantity and price, one column by its name, or the only one of numbers with decimals. */
export function findAmount(numbers: readonly Column[], notes: Notes): FoundAmount | undefined {
  const single = pickColumn(numbers, amountWords);
  const score = single ? scoreName(single.name, amountWords) : 0;
  const pair = findPair(numbers);
  if (pair && score < 0.9) {
    const [positive, negative] = pair;
    notes.doubt(
      `amount: rows fill either ${positive.name} (${positive.filled}) or ${negative.name} (${negative.filled}); the one that more rows fill was taken for purchases, the other for refunds`,
    );
    return {
      amount: { positive: positive.name, negative: negative.name },
      parts: [...pair],
      why: 'a row fills one of the two',
    };
  }
  const quantity = pickColumn(numbers, otherWords.quantity, ({ number }) => number?.whole === 1);
  const price = pickColumn(numbers, otherWords.price, (column) => column !== quantity);
  if (quantity && price && (score < 0.9 || single === price))
    return {
      amount: { quantity: quantity.name, price: price.name },
      parts: [quantity, price],
      why: 'a line has a quantity and a price, and no total',
    };
  if (single) noteOthers(single, numbers, notes);
  if (single)
    return { amount: single.name, parts: [single], why: `${single.name} is a number, and an amount by its name` };
  const decimals = numbers.filter(({ number, time }) => number && !time && number.whole < 1);
  const [only] = decimals;
  if (!only || decimals.length > 1) return undefined;
  notes.doubt(`${only.name} was taken for the amount because no other column holds numbers with decimals`);
  return { amount: only.name, parts: [only], why: `${only.name} is the only column of numbers with decimals` };
}

/** Other columns that may be the amount as well. */
function noteOthers(taken: Column, numbers: readonly Column[], notes: Notes): void {
  const others = numbers.filter(
    (column) => column !== taken && !column.time && scoreName(column.name, amountWords) >= 0.6,
  );
  if (others.length > 0)
    notes.doubt(
      `amount: ${taken.name} was taken; ${others.map(({ name }) => name).join(', ')} would do by name as well`,
    );
}

/** A column of debits and one of credits, of which each row fills one; the fuller one first. */
function findPair(numbers: readonly Column[]): [Column, Column] | undefined {
  const debit = pickColumn(numbers, otherWords.debit);
  const credit = pickColumn(numbers, otherWords.credit, (column) => column !== debit);
  if (!debit || !credit) return undefined;
  return debit.filled >= credit.filled ? [debit, credit] : [credit, debit];
}
