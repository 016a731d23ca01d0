import type { Table } from './draft.ts';
import { isNumberLike, isTimeLike } from './kind-of-text.ts';

/** Words that never are a value, and those that are one in some columns. */
const always = new Set(['null', '\\n', '(null)', '#n/a', 'n/a', 'undefined', 'nan']);
const sometimes = new Set(['none', 'na', 'nil', '-', '--', '?', 'unknown', '없음', 'keine', 'k.a.']);

/** The words for nothing that stand in the tables, as they are written; doubtful ones only among numbers or times. */
export function findNullWords(tables: readonly Table[]): string[] {
  const found = new Set<string>();
  for (const { names, rows } of tables) {
    for (let column = 0; column < names.length; column++) {
      const texts = new Set(rows.map((row) => row[column] ?? ''));
      const suspects = [...texts].filter((text) => always.has(text.toLowerCase()) || sometimes.has(text.toLowerCase()));
      if (suspects.length === 0) continue;
      const others = [...texts].filter((text) => text !== '' && !suspects.includes(text));
      const isTyped = others.length > 0 && others.every((text) => isNumberLike(text) || isTimeLike(text));
      for (const word of suspects) if (isTyped || always.has(word.toLowerCase())) found.add(word);
    }
  }
  return [...found].sort();
}
