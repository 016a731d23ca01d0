import { isNumberLike, isTimeLike } from './kind-of-text.ts';
import { mostCommon } from './most-common.ts';
import type { TextRecord } from './split-records.ts';

/** Where a table's header stands among the records of a file; `headerless`: its first record is a row already. */
export type HeaderPlace = { at: number; headerless: boolean; why: string; doubts: string[] };

/** Records among which the header is looked for, and those that tell what its columns hold. */
const above = 50;
const below = 300;

/** Finds the header: the first record about as full as the others, unless its cells are what the rows below hold. */
export function findHeader(records: readonly TextRecord[]): HeaderPlace {
  const first = records.slice(0, above);
  const width = mostCommon(records.slice(0, below).map(({ cells }) => cells.length))?.value ?? 0;
  const fill = ({ cells }: TextRecord): number => cells.filter((cell) => cell !== '').length;
  const usual = mostCommon(first.map(fill))?.value ?? 0;
  const found = first.findIndex((record) => record.cells.length >= width && fill(record) >= Math.max(1, usual * 0.6));
  const at = Math.max(0, found);
  const cells = records[at]?.cells ?? [];
  const rows = records.slice(at + 1, at + 1 + below).map((record) => record.cells);
  const typed = cells.flatMap((cell, column) => {
    const kind = kindOfColumn(rows.map((row) => row[column] ?? ''));
    return kind === undefined ? [] : [kind(cell)];
  });
  const alike = typed.filter((isAlike) => isAlike).length;
  const line = records[at]?.line ?? 1;
  if (typed.length > 0 && alike * 2 > typed.length)
    return { at, headerless: true, why: `line ${line} holds values like the rows below it`, doubts: [] };
  const doubts =
    typed.length > 0 ? [] : [`header: no column holds only numbers or dates; line ${line} was taken for it`];
  return { at, headerless: false, why: `line ${line} is as wide as the rows and holds names`, doubts };
}

/** What nearly all filled cells of a column are. */
function kindOfColumn(cells: readonly string[]): ((text: string) => boolean) | undefined {
  const filled = cells.filter((cell) => cell !== '');
  if (filled.length === 0) return undefined;
  return [isTimeLike, isNumberLike].find((is) => filled.filter(is).length >= filled.length * 0.8);
}
