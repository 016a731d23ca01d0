import { columnWords, otherWords } from './column-words.ts';
import { namedLike } from './draft-words.ts';
import type { Notes } from './notes.ts';
import { pickColumn } from './pick-column.ts';
import type { Column } from './profile-columns.ts';
import { scoreName } from './score-name.ts';

/** Share of rows with a card number from which a column is one of card numbers, not of texts that happen to hold one. */
const mostly = 0.2;

/** Columns to tokenise and to drop, so that no card number and no person stands in a row's text. */
export function draftHidden(columns: readonly Column[], notes: Notes): { tokenise: string[]; drop: string[] } {
  const holding = columns.filter(({ cardNumbers }) => cardNumbers > 0);
  const card = pickColumn(holding, columnWords.card_id ?? []);
  for (const { name, cardNumbers } of holding) {
    if (name === card?.name)
      notes.why(
        'shape.tokenise',
        `${cardNumbers} rows of ${name} hold a whole card number: a hash of it stands for the card`,
      );
    else
      notes.doubt(
        `${name}: ${cardNumbers} rows hold what is a card number by its digits and are quarantined for it, unless the column is dropped or tokenised`,
      );
  }
  const numbers = holding.filter(
    ({ name, cardNumbers, filled }) => name !== card?.name && cardNumbers >= filled * mostly,
  );
  const used = [columnWords.merchant_name, columnWords.customer_id, columnWords.card_id].flatMap(
    (words) => pickColumn(columns, words ?? [])?.name ?? [],
  );
  const persons = namedLike(columns, otherWords.person, 0.88).filter(
    ({ name }) => !used.includes(name) && scoreName(name, columnWords.txn_ts ?? []) < 0.8,
  );
  if (persons.length > 0)
    notes.why(
      'shape.drop',
      `${persons.map(({ name }) => name).join(', ')}: about a person, and no column of the contract takes it`,
    );
  return { tokenise: card ? [card.name] : [], drop: [...new Set([...numbers, ...persons].map(({ name }) => name))] };
}
