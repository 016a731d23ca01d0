import type { Mapping } from '../../feeds/feed.ts';
import { otherWords } from './column-words.ts';
import type { Table } from './draft.ts';
import type { Notes } from './notes.ts';
import { pickColumn } from './pick-column.ts';
import type { Column } from './profile-columns.ts';
import { otherRows } from './word-meanings.ts';

/** The tables without the rows that are left out: these tell nothing of the others. */
export function withoutLeftOut(tables: readonly Table[], leaveOut: NonNullable<Mapping['leaveOut']>): Table[] {
  return tables.map((table) => {
    const tests = leaveOut.map(({ column, is }) => ({ at: table.names.indexOf(column), words: new Set(is) }));
    return { ...table, rows: table.rows.filter((row) => !tests.some(({ at, words }) => words.has(row[at] ?? ''))) };
  });
}

/** Rows that are no card transactions, such as payouts, by a column that says what a row is. */
export function draftLeftOut(columns: readonly Column[], notes: Notes): NonNullable<Mapping['leaveOut']> {
  const others = ({ values }: Column): string[] =>
    [...values.keys()].filter((text) => otherRows.includes(text.toLowerCase().replace(/[\s_-]+/g, ' ')));
  const column = pickColumn(
    columns,
    otherWords.side,
    (candidate) => candidate.values.size <= 40 && others(candidate).length > 0,
  );
  if (!column) return [];
  const is = others(column);
  const rows = is.reduce((sum, text) => sum + (column.values.get(text) ?? 0), 0);
  notes.why('shape.leaveOut', `rows whose ${column.name} says so are no card transactions`);
  notes.doubt(
    `${rows} rows are left out because ${column.name} is ${is.map((text) => `"${text}"`).join(', ')}: is that right?`,
  );
  return [{ column: column.name, is }];
}
