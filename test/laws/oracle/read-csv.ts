import { trim } from './text.ts';

/** A record, or a bad line: one whose quote does not close has no cells. */
export type CsvRecord = { line: number; raw: string; cells: string[] | null };

const quoted = /"((?:[^"]|"")*)"(?=,|\r?\n|\r?$)/y;
const plain = /[^,\n]*/y;

/** The RFC 4180 record at a place of a text, null where it has none. */
function recordAt(text: string, start: number): { cells: string[]; end: number } | null {
  const cells: string[] = [];
  for (let at = start; ; at++) {
    const form = text[at] === '"' ? quoted : plain;
    form.lastIndex = at;
    const found = form.exec(text);
    if (!found) return null;
    at += found[0].length;
    const isLast = text[at] !== ',';
    const cell = found[1]?.replaceAll('""', '"') ?? found[0];
    cells.push(isLast && found[1] === undefined ? cell.replace(/\r$/, '') : cell);
    if (isLast) return { cells, end: at };
  }
}

/**
 * The records of a delimited text with the line each starts on; blank lines are none. A record over several lines is none where its
 * first line and another are rows by themselves, quotes taken as text: they have the cells up to the last required column.
 */
export function readCsv(text: string, toNeeded: (header: readonly string[]) => number): CsvRecord[] {
  const records: CsvRecord[] = [];
  let line = 1;
  let needed = Number.POSITIVE_INFINITY;
  for (let at = 0; at < text.length; ) {
    const own = text.slice(at).split('\n', 1)[0] ?? '';
    const found = recordAt(text, at);
    const spanned = found ? text.slice(at, found.end) : '';
    const [first, ...others] = spanned.split('\n').map((one) => one.split(',').length >= needed);
    const isBad = !found || (first === true && others.includes(true));
    const raw = (isBad ? own : spanned).replace(/\r$/, '');
    const cells = isBad ? null : found.cells;
    at = isBad ? at + own.length + 1 : text.indexOf('\n', found.end) + 1 || text.length;
    if (cells === null || cells.length > 1 || trim(raw) !== '') {
      if (records.length === 0) needed = Math.max(2, toNeeded(cells ?? []));
      records.push({ line, raw, cells });
    }
    line += raw.split('\n').length;
  }
  return records;
}
