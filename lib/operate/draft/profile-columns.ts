import { findCardNumbers } from '../../contracts/card-number.ts';
import { columnWords } from './column-words.ts';
import type { Table } from './draft.ts';
import { guessNumber, type NumberGuess } from './guess-number.ts';
import { guessTime, type TimeGuess } from './guess-time.ts';
import { scoreName } from './score-name.ts';

/** What a column of the files holds. */
export type Column = {
  name: string;
  /** Whether every file has it. */
  inAll: boolean;
  rows: number;
  /** Rows in which it says something. */
  filled: number;
  /** Its texts and how many rows have each. */
  values: ReadonlyMap<string, number>;
  /** Rows whose text holds a card number. */
  cardNumbers: number;
  time: TimeGuess | undefined;
  number: NumberGuess | undefined;
};

/** Share of a column's texts that must be times or numbers, by whether its name says that they are. */
const named = 0.6;
const unnamed = 0.95;

/** Profiles of the columns of all tables, in the order in which they first stand. Words for nothing count as empty. */
export function profileColumns(tables: readonly Table[], nullWords: ReadonlySet<string>): Column[] {
  const names = [...new Set(tables.flatMap((table) => table.names))].filter((name) => name !== '');
  return names.map((name) => {
    const values = new Map<string, number>();
    let rows = 0;
    for (const table of tables) {
      const at = table.names.indexOf(name);
      rows += table.rows.length;
      if (at < 0) continue;
      for (const row of table.rows) {
        const text = row[at] ?? '';
        if (text !== '' && !nullWords.has(text.toLowerCase())) values.set(text, (values.get(text) ?? 0) + 1);
      }
    }
    return {
      name,
      inAll: tables.every((table) => table.names.includes(name)),
      rows,
      filled: sum(values.values()),
      values,
      cardNumbers: sum([...values].map(([text, count]) => (findCardNumbers(text).length > 0 ? count : 0))),
      time: guessTime([...values.keys()], isNamed(name, columnWords.txn_ts) ? named : unnamed),
      number: guessNumber(values, isNamed(name, columnWords.amount) ? named : unnamed),
    };
  });
}

function isNamed(name: string, words: readonly string[] = []): boolean {
  return scoreName(name, words) >= 0.8;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
