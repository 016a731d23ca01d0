import type { OracleContract } from './contract.ts';
import { hasCardNumber } from './has-card-number.ts';
import type { SaidRow } from './judged-row.ts';
import { saidText } from './read-column.ts';
import { readCsv } from './read-csv.ts';
import { trim } from './text.ts';

/** The rows of a native CSV file: header names in any case, missing cells empty, a record with more cells than the header malformed. */
export function readNativeCsv(text: string, { columns }: OracleContract): SaidRow[] {
  const namesOf = (cells: readonly string[]): string[] => cells.map((cell) => trim(cell).toLowerCase());
  const required = Object.keys(columns).filter((name) => columns[name]?.required);
  const [header, ...records] = readCsv(text.replace(/(^|\n)\ufeff+/g, '$1'), (cells) => {
    return 1 + Math.max(...required.map((name) => namesOf(cells).indexOf(name)));
  });
  const names = namesOf(header?.cells ?? []);
  return records.flatMap(({ line, raw, cells }): SaidRow[] => {
    const card = hasCardNumber(raw);
    if (cells?.every((cell) => trim(cell) === '')) return [];
    if (!cells || cells.length > names.length) return [{ line, raw, columns: null, blank: false, card }];
    return [{ line, raw, columns: (name) => saidText(cells[names.indexOf(name)] ?? ''), blank: false, card }];
  });
}
