import { otherWords } from './column-words.ts';
import { pickColumn } from './pick-column.ts';
import type { Column } from './profile-columns.ts';
import { sides, wordMeanings } from './word-meanings.ts';

/** The column that says of each row what it is: by its name, with words for purchases and words for refunds. */
export function findKinds(columns: readonly Column[]): Column | undefined {
  return pickColumn(columns, otherWords.side, ({ values }) => {
    const words = [...values.keys()].map((text) => text.toLowerCase());
    return (
      values.size <= 20 && [sides.positive, sides.negative].every((known) => words.some((word) => known.includes(word)))
    );
  });
}

/** Whether the word says that no money moved. */
export function isDecline(text: string): boolean {
  return wordMeanings.status?.[text.toLowerCase()] === 'declined';
}
