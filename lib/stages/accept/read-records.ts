import { findCardNumbers, maskCardNumbers } from '../../contracts/card-number.ts';
import { trimField } from '../../contracts/trim.ts';
import type { DelimitedShape } from '../../feeds/feed.ts';
import { hideCells } from '../../feeds/hide-cells.ts';
import { compileMapping, type MappedRecord, unmappedRecord } from '../../feeds/map-record.ts';
import { readCells } from '../../feeds/read-cells.ts';
import { type Header, readHeader, toColumn } from '../../feeds/read-header.ts';
import type { TextFormat } from '../../feeds/text-format.ts';
import type { FileRefused } from './file-refused.ts';
import { readDelimited } from './read-delimited.ts';
import type { DelimitedRecord } from './record-cutter.ts';

/**
 * One record of a mapped file under the contract's names; `line` is where it starts, 1-based, `lines` how many it spans. `leftOut`
 * says why it is no row at all: `blank`, `footer` or what the feed says.
 */
export type SourceRecord = MappedRecord & {
  line: number;
  lines: number;
  raw: string;
  malformed: boolean;
  cardNumber: boolean;
};

/** A mapped file: its header against the declaration, and its records, many at a time. */
export type RecordFile = { header: Header; records: AsyncIterable<SourceRecord[]> };

/** What stands for the text of a row whose columns cannot be told apart, where the feed hides some. */
export const hiddenText = '(not kept: the feed hides columns, and which these are cannot be told)';

/**
 * Opens a delimited file of a feed. Refuses a file without a required column.
 *
 * @param explain says why, by the header as it was read.
 */
export async function readRecords(
  source: AsyncIterable<Buffer>,
  shape: DelimitedShape,
  explain: (header: Header) => FileRefused,
): Promise<RecordFile> {
  const columns = shape.header.map(toColumn);
  let header = readHeader(shape, shape.headerless ? columns.map(({ name }) => name) : []);
  const batches = readDelimited(source, shape, (first) => {
    if (!shape.headerless) header = readHeader(shape, first);
    const { index } = header;
    return 1 + Math.max(...columns.map(({ name, required }) => (required ? (index.get(name) ?? -1) : -1)));
  });
  const records = await firstRecords(batches);
  const first = shape.headerless ? undefined : records.shift();
  // Where lines end in CR alone the whole file is a header, and its rows would be none.
  if (header.missing.length > 0 || /\r(?!\n)/.test(first?.raw ?? '')) throw explain(header);
  return { header, records: mapRecords(records, batches, shape, header) };
}

/** The records up to the header at least. */
async function firstRecords(batches: AsyncIterator<DelimitedRecord[]>): Promise<DelimitedRecord[]> {
  for (;;) {
    const { done, value } = await batches.next();
    if (done) return [];
    if (value.length > 0) return value;
  }
}

async function* mapRecords(
  first: DelimitedRecord[],
  others: AsyncIterable<DelimitedRecord[]>,
  shape: DelimitedShape,
  header: Header,
): AsyncGenerator<SourceRecord[]> {
  const map = compileMapping(shape);
  const read = readCells(shape, header);
  const hide = hideCells(shape, header);
  const isFooter = footerTest(shape, header);
  let isBehind = false;
  const mapRecord = ({ line, lines, raw, cells = [] }: DelimitedRecord): SourceRecord => {
    const malformed = cells.length === 0 || cells.length > header.width;
    const shown = hide ? (malformed ? { cells, raw: hiddenText } : hide(cells)) : { cells, raw };
    isBehind ||= isFooter(cells);
    const reason =
      cells.length > 0 && cells.every((cell) => trimField(cell) === '') ? 'blank' : isBehind ? 'footer' : null;
    const cardNumber = findCardNumbers(shown.raw).length > 0;
    const mapped = malformed || reason ? unmappedRecord : map(read(shown.cells));
    return {
      ...mapped,
      leftOut: reason ?? mapped.leftOut,
      line,
      lines,
      raw: cardNumber ? maskCardNumbers(shown.raw) : shown.raw,
      malformed,
      cardNumber,
    };
  };
  yield first.map(mapRecord);
  for await (const records of others) yield records.map(mapRecord);
}

/** Whether a record is the one at which the table ends. */
function footerTest({ footer }: TextFormat, { index }: Header): (cells: readonly string[]) => boolean {
  if (!footer) return () => false;
  const at = index.get(footer.column) ?? -1;
  const starts = footer.startsWith.map((text) => text.toLowerCase());
  return (cells) => {
    const cell = trimField(cells[at] ?? '').toLowerCase();
    return starts.some((start) => cell.startsWith(start));
  };
}
