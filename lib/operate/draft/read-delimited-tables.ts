import { PaylakeError } from '../../errors.ts';
import type { TextFormat } from '../../feeds/text-format.ts';
import type { Reason, Sample, Table } from './draft.ts';
import { findFooter } from './find-footer.ts';
import { findHeader } from './find-header.ts';
import { guessTextFormat } from './guess-text-format.ts';
import { splitRecords } from './split-records.ts';

/** How delimited files are written, and their rows. */
export type DelimitedTables = { format: TextFormat; tables: Table[]; reasons: Reason[]; doubts: string[] };

/** Reads the texts of delimited files of one sender; the first file says how all are written. */
export function readDelimitedTables(samples: readonly Sample[], texts: readonly string[]): DelimitedTables {
  const read = samples.map((sample, at) => readTable(sample, texts[at] ?? ''));
  const [first] = read;
  if (!first) return { format: {}, tables: [], reasons: [], doubts: [] };
  const footer = read.find(({ format }) => format.footer);
  const format = { ...first.format, ...(footer && { footer: footer.format.footer }) };
  const differing = read.filter((other) => formKey(other.format) !== formKey(first.format));
  return {
    format,
    tables: read.map(({ table }) => table),
    reasons: [
      ...first.reasons,
      ...(footer && footer !== first ? footer.reasons : []).filter(({ at }) => at.endsWith('footer')),
    ],
    doubts: [
      ...first.doubts,
      ...differing.map(
        ({ table, format: other }) =>
          `${table.file} is written otherwise (${formKey(other)}) than the first file (${formKey(first.format)}): draft it as a feed of its own`,
      ),
    ],
  };
}

function readTable(
  sample: Sample,
  text: string,
): { format: TextFormat; table: Table; reasons: Reason[]; doubts: string[] } {
  if (!text.includes('\n') && text.includes('\r'))
    throw refused(
      `the lines of ${sample.file} end in CR alone`,
      'have the sender end them in LF, or convert the file (mac2unix)',
    );
  const separator = /^\ufeff?sep=(.)\r?\n/i.exec(text);
  const guess = guessTextFormat(separator ? text.slice(separator[0].length) : text);
  const records = splitRecords(text, guess.part);
  if (records.length > 0 && guess.doubts.length > 0)
    throw refused(
      `nothing parts the lines of ${sample.file}: comma, semicolon, tab and bar were tried`,
      'write its declaration by hand if another mark does: delimiter in docs/feeds.md',
    );
  // The last record may be cut off by the head's end.
  if (!sample.isWhole) records.pop();
  const header = findHeader(records);
  const cells = records[header.at]?.cells ?? [];
  const names = header.headerless ? cells.map((_, column) => `column ${column + 1}`) : cells;
  const all = records.slice(header.headerless ? header.at : header.at + 1).map((record) => record.cells);
  const found = sample.isWhole ? findFooter(names, all) : undefined;
  const footer = found && found.part.startsWith.length > 0 ? found : undefined;
  const end = footer ? all.findIndex((row) => isFooter(row, names, footer.part)) : all.length;
  const skipLines = (records[header.at]?.line ?? 1) - 1;
  return {
    format: {
      ...guess.part,
      ...(skipLines > 0 && { skipLines }),
      ...(header.headerless && { headerless: true as const }),
      ...(footer && { footer: footer.part }),
    },
    table: { file: sample.file, names, rows: all.slice(0, end < 0 ? all.length : end) },
    reasons: [
      { at: 'shape.delimiter', why: guess.why },
      { at: header.headerless ? 'shape.headerless' : 'shape.header', why: header.why },
      ...(skipLines > 0 ? [{ at: 'shape.skipLines', why: `what stands above is no table: "${above(text)}"` }] : []),
      ...(footer ? [{ at: 'shape.footer', why: footer.why }] : []),
    ],
    doubts: [
      ...guess.doubts,
      ...header.doubts,
      ...(found?.doubts ?? []),
      ...(sample.isWhole
        ? []
        : [`footer: the end of ${sample.file} was not looked at; declare one if it ends in totals`]),
    ],
  };
}

function refused(message: string, next: string): PaylakeError {
  return new PaylakeError('usage', message, next);
}

function isFooter(
  row: readonly string[],
  names: readonly string[],
  footer: NonNullable<TextFormat['footer']>,
): boolean {
  const cell = (row[names.indexOf(footer.column)] ?? '').toLowerCase();
  return footer.startsWith.some((start) => cell.startsWith(start.toLowerCase()));
}

function above(text: string): string {
  return (/^\ufeff?(.*)/.exec(text)?.[1] ?? '').trim().slice(0, 60);
}

/** What must be alike in all files of a feed, in words. */
function formKey({ delimiter = ',', quote = '"', skipLines = 0, headerless }: TextFormat): string {
  const named = delimiter === '\t' ? 'tab' : delimiter;
  return `delimiter ${named}, quote ${quote}, ${headerless ? 'no header' : `header below ${skipLines} lines`}`;
}
