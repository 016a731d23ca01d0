import { parse } from 'csv-parse/sync';
import { trimField } from '../contracts/trim.ts';
import type { TextFormat } from '../feeds/text-format.ts';

/** A record of a delimited text: its cells, trimmed, and the line on which it starts, 1-based. */
export type TextRecord = { cells: string[]; line: number };

/** The records of a delimited text, blank lines left out. */
export function splitRecords(text: string, { delimiter, quote, ...format }: TextFormat): TextRecord[] {
  const parsed: { record: string[]; info: { lines: number }; raw: string }[] = parse(text, {
    delimiter: delimiter ?? ',',
    quote: quote === 'none' ? null : (quote ?? '"'),
    escape: format.escape === 'backslash' ? '\\' : (quote ?? '"'),
    info: true,
    raw: true,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
  }) as never;
  let line = 1;
  return parsed.flatMap(({ record, raw }) => {
    const at = line;
    line += raw.split('\n').length - 1 || 1;
    const cells = record.map(trimField);
    return cells.every((cell) => cell === '') ? [] : [{ cells, line: at }];
  });
}
