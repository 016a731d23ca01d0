import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { findCardNumbers, maskCardNumbers } from '../contracts/card-number.ts';
import { trimField } from '../contracts/trim.ts';
import type { DelimitedShape } from '../feeds/feed.ts';
import { hideCells } from '../feeds/hide-cells.ts';
import { compileMapping, type MappedRecord, unmappedRecord } from '../feeds/map-record.ts';
import { readCells } from '../feeds/read-cells.ts';
import { type Header, readHeader } from '../feeds/read-header.ts';
import { FileRefused } from './file-refused.ts';
import { splitLines } from './split-lines.ts';

/** One record of a mapped file under the contract's names; `line` is where it starts, 1-based, `lines` how many it spans. */
export type SourceRecord = MappedRecord & {
  line: number;
  lines: number;
  raw: string;
  malformed: boolean;
  cardNumber: boolean;
};

/** A mapped file: its header against the declaration, and its records. */
export type RecordFile = { header: Header; records: AsyncIterable<SourceRecord> };

const readBytes = 1024 * 1024;
/** A longer record is a quote that was never closed, or no CSV at all. */
const recordBytes = 1024 * 1024;

/** Opens a CSV file of a feed. Refuses a file without a required column and one whose quotes do not close. */
export async function readRecords(source: AsyncIterable<Buffer>, shape: DelimitedShape): Promise<RecordFile> {
  const cells = parseCells(source, shape.delimiter);
  const first = await cells.next();
  const header = readHeader(shape, first.done ? [] : first.value.cells);
  if (!first.done && /\r(?!\n)/.test(first.value.raw)) {
    throw new FileRefused(
      'its lines end in CR alone',
      'have the sender end them in LF, or convert the file (mac2unix)',
    );
  }
  if (header.missing.length > 0) {
    throw new FileRefused(
      `required column missing: ${header.missing.join(', ')}`,
      "have the sender restore it, or declare the column's new name as an alias in the feed",
    );
  }
  return { header, records: mapCells(cells, shape, header) };
}

type Cells = { cells: string[]; raw: string; line: number };

async function* parseCells(source: AsyncIterable<Buffer>, delimiter = ','): AsyncGenerator<Cells> {
  const parser = parse({
    delimiter,
    info: true,
    raw: true,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: recordBytes,
  });
  const checked = Readable.from(bytesOf(source), { objectMode: false });
  checked.once('error', (error) => parser.destroy(error));
  let line = 1;
  try {
    for await (const { record, raw } of checked.pipe(parser)) {
      // A blank line is no row.
      const text = raw.replace(/[\r\n]+$/, '');
      if (record.length > 1 || trimField(record[0]) !== '') yield { cells: record, raw: text, line };
      // The parser counts CR and LF each as a line of its own.
      line += text.split('\n').length;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new FileRefused(
      `not CSV from line ${line} on: ${error.message}`,
      'have the sender quote its fields properly',
    );
  }
}

async function* bytesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of splitLines(source, readBytes)) yield chunk.bytes;
}

async function* mapCells(
  rows: AsyncIterable<Cells>,
  shape: DelimitedShape,
  header: Header,
): AsyncGenerator<SourceRecord> {
  const map = compileMapping(shape);
  const read = readCells(shape, header);
  const hide = hideCells(shape, header);
  for await (const { line, ...record } of rows) {
    const { cells, raw } = hide ? hide(record.cells) : record;
    const blank = record.cells.every((cell) => trimField(cell) === '');
    const malformed = !blank && cells.slice(header.width).some((cell) => trimField(cell) !== '');
    const cardNumber = findCardNumbers(raw).length > 0;
    const mapped = blank || malformed ? unmappedRecord : map(read(cells));
    yield {
      ...mapped,
      line,
      lines: record.raw.split('\n').length,
      raw: cardNumber ? maskCardNumbers(raw) : raw,
      malformed,
      cardNumber,
    };
  }
}
