import type { JsonShape } from '../../feeds/feed.ts';
import { hidePaths } from '../../feeds/hide-paths.ts';
import { compileMapping, unmappedRecord } from '../../feeds/map-record.ts';
import { parseDocument, readDocument } from '../../feeds/read-document.ts';
import { toColumn } from '../../feeds/read-header.ts';
import { excerpt } from '../../run/excerpt.ts';
import { headBytes } from './detect-form.ts';
import { FileRefused } from './file-refused.ts';
import { inspectJson } from './inspect-json.ts';
import { type JsonForm, jsonForm } from './json-form.ts';
import { readDocuments } from './read-documents.ts';
import { hiddenText, type RecordFile, type SourceRecord } from './read-records.ts';
import { refuseEnvelope } from './refuse-envelopes.ts';
import { RowCutter } from './row-cutter.ts';

/**
 * The rows of a JSON file by a feed's paths: its documents, however they stand (see `readDocuments`), or what they carry under the
 * feed's `rows`, where `line` is the row's ordinal in the file. Refuses a file that is no JSON, and a document that is no row.
 */
export function readJsonRecords(
  source: AsyncIterable<Buffer>,
  head: Buffer,
  shape: JsonShape,
  chunkBytes: number,
): RecordFile {
  const header = { index: new Map(), names: [], width: 0, missing: [], unknown: [] };
  return { header, records: mapDocuments(shape, readTexts(source, head, shape, chunkBytes)) };
}

type Text = { text: string; line: number };

async function* mapDocuments(shape: JsonShape, batches: AsyncIterable<Text[]>): AsyncGenerator<SourceRecord[]> {
  const map = compileMapping(shape);
  const read = readDocument(shape);
  const hide = hidePaths(shape);
  const paths = shape.header.map((column) => toColumn(column).name);
  const columns = new Set(paths.map((path) => path.split('.')[0] ?? ''));
  const mapText = ({ text, line }: Text): SourceRecord => {
    const found = inspectJson(text);
    if (found.malformed) {
      const raw = hide ? hiddenText : found.raw;
      return { ...unmappedRecord, line, lines: 1, raw, malformed: true, cardNumber: !hide && found.cardNumber };
    }
    const { raw, cardNumber } = hide ? inspectJson(hide(text)) : found;
    const row = read(parseDocument(hide ? hide(text) : text));
    if (!paths.some((path) => row.has(path))) refuseEnvelope({ columns }, text, `line ${line}`);
    return { ...map(row), line, lines: 1, raw, malformed: false, cardNumber };
  };
  for await (const texts of batches) yield texts.map(mapText);
}

async function* readTexts(
  source: AsyncIterable<Buffer>,
  head: Buffer,
  { rows }: JsonShape,
  chunkBytes: number,
): AsyncGenerator<Text[]> {
  // Byte-order marks go with the blanks.
  const start = head.subarray(0, headBytes).toString('utf8').trimStart();
  const form = jsonForm(start) ?? 'lines';
  if (jsonForm(start) === undefined && start !== '')
    throw new FileRefused(
      `it is no JSON: it begins with "${excerpt(start.trimEnd(), 80)}"`,
      'have the file sent again',
    );
  if (rows !== undefined) yield* readRows(source, form, rows, chunkBytes);
  else
    for await (const { startLine, bytes } of readDocuments(source, form, chunkBytes)) yield toTexts(bytes, startLine);
}

/** The rows under a path, of documents one after another or of those that stand in an array. */
async function* readRows(
  source: AsyncIterable<Buffer>,
  form: JsonForm,
  path: string,
  chunkBytes: number,
): AsyncGenerator<Text[]> {
  let ordinal = 0;
  const number = (rows: readonly string[]): Text[] => rows.map((text) => ({ text, line: ++ordinal }));
  if (form === 'array') {
    for await (const { startLine, bytes } of readDocuments(source, form, chunkBytes))
      for (const { text, line } of toTexts(bytes, startLine)) {
        const cutter = new RowCutter(path, chunkBytes, line);
        yield number(cutter.take(Buffer.from(text)));
        cutter.end();
      }
    return;
  }
  const cutter = new RowCutter(path, chunkBytes);
  for await (const bytes of source) yield number(cutter.take(bytes));
  cutter.end();
}

/** Documents with the line each stands on. */
function toTexts(bytes: Buffer, startLine: number): Text[] {
  const texts = bytes.toString('utf8').split('\n');
  return texts.map((text, at) => ({ text, line: startLine + at })).filter(({ text }) => text.trim() !== '');
}
