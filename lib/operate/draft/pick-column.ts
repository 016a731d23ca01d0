import type { Column } from './profile-columns.ts';
import { scoreName } from './score-name.ts';

/** Below this a name says too little. */
const least = 0.5;

/**
 * The column whose name says one of the words best, of those that fit and are not taken; a column that some files lack or that is hardly filled is worth
 * less. Undefined where none does.
 */
export function pickColumn(
  columns: readonly Column[],
  words: readonly string[],
  fits: (column: Column) => boolean = () => true,
  taken: ReadonlySet<string> = new Set(),
): Column | undefined {
  let best: { column: Column; score: number } | undefined;
  for (const column of columns) {
    if (taken.has(column.name) || column.filled === 0 || !fits(column)) continue;
    const name = scoreName(column.name, words);
    const score = name * (column.inAll ? 1 : 0.9) * (0.7 + (0.3 * column.filled) / column.rows);
    if (name >= least && score > (best?.score ?? 0)) best = { column, score };
  }
  return best?.column;
}
