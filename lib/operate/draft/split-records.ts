import { trimField } from '../../contracts/trim.ts';
import type { TextFormat } from '../../feeds/text-format.ts';
import { RecordCutter } from '../../stages/accept/record-cutter.ts';

/** A record of a delimited text: its cells, trimmed, and the line on which it starts, 1-based. */
export type TextRecord = { cells: string[]; line: number };

/** The records of a delimited text by the same reader as accepting them, blank ones left out; lines above a header count. */
export function splitRecords(text: string, format: TextFormat): TextRecord[] {
  const { delimiter = ',' } = format;
  const cutter = new RecordCutter({ ...format, skipLines: 0, headerless: undefined }, (first) => first.length);
  const records = [...cutter.take(text.replace(/^\ufeff/, '')), ...cutter.end()];
  return records.flatMap(({ line, raw, cells = raw.split(delimiter) }) => {
    const trimmed = cells.map(trimField);
    return trimmed.every((cell) => cell === '') ? [] : [{ cells: trimmed, line }];
  });
}
