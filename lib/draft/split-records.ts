import { RecordCutter } from '../accept/record-cutter.ts';
import { trimField } from '../contracts/trim.ts';
import type { TextFormat } from '../feeds/text-format.ts';

/** A record of a delimited text: its cells, trimmed, and the line on which it starts, 1-based. */
export type TextRecord = { cells: string[]; line: number };

/** The records of a delimited text; those without a text are left out, and so are lines whose quotes do not close. */
export function splitRecords(text: string, format: TextFormat): TextRecord[] {
  const cutter = new RecordCutter(format, (header) => header.length);
  return [...cutter.take(text.replace(/^\ufeff/, '')), ...cutter.end()].flatMap(({ cells = [], line }) => {
    const trimmed = cells.map(trimField);
    return trimmed.every((cell) => cell === '') ? [] : [{ cells: trimmed, line }];
  });
}
