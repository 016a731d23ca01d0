import type { JsonShape } from '../feeds/feed.ts';
import { hidePaths } from '../feeds/hide-paths.ts';
import { compileMapping, unmappedRecord } from '../feeds/map-record.ts';
import { type JsonValue, parseDocument, readDocument, valueAt } from '../feeds/read-document.ts';
import { FileRefused } from './file-refused.ts';
import { inspectJson } from './inspect-json.ts';
import type { RecordFile, SourceRecord } from './read-records.ts';
import { splitArray } from './split-array.ts';
import { splitLines } from './split-lines.ts';

const chunkBytes = 16 * 1024 * 1024;

/** The rows of a JSON file by a feed's paths: documents of lines, of one array, or those under the feed's `rows`. */
export function readJsonRecords(source: AsyncIterable<Buffer>, head: Buffer, shape: JsonShape): RecordFile {
  const header = { index: new Map(), names: [], width: 0, missing: [], unknown: [] };
  return { header, records: mapDocuments(shape, readTexts(source, head, shape)) };
}

async function* mapDocuments(
  shape: JsonShape,
  texts: AsyncIterable<{ text: string; line: number }>,
): AsyncGenerator<SourceRecord> {
  const map = compileMapping(shape);
  const read = readDocument(shape);
  const hide = hidePaths(shape);
  for await (const { text, line } of texts) {
    if (text.trim() === '') continue;
    const shown = hide && !inspectJson(text).malformed ? hide(text) : text;
    const { malformed, cardNumber, raw } = inspectJson(shown);
    const mapped = malformed ? unmappedRecord : map(read(parseDocument(shown)));
    yield { ...mapped, line, lines: 1, raw, malformed, cardNumber };
  }
}

async function* readTexts(
  source: AsyncIterable<Buffer>,
  head: Buffer,
  { rows, encoding = 'utf-8' }: JsonShape,
): AsyncGenerator<{ text: string; line: number }> {
  if (rows !== undefined) {
    const pieces: Buffer[] = [];
    for await (const piece of source) pieces.push(piece);
    const elements = rowsOf(new TextDecoder(encoding, { fatal: true }).decode(Buffer.concat(pieces)), rows);
    for (const [at, text] of elements.entries()) yield { text, line: at + 1 };
    return;
  }
  const isArray = /^\ufeff?\s*\[/.test(head.toString('utf8'));
  for await (const { startLine, bytes } of isArray ? splitArray(source, chunkBytes) : splitLines(source, chunkBytes))
    for (const [at, text] of bytes.toString('utf8').split('\n').entries()) yield { text, line: startLine + at };
}

/** The texts of the rows under a path. */
function rowsOf(text: string, path: string): string[] {
  const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => JsonValue };
  const document = JSON.parse(text, (_key, value, context?: { source?: string }) =>
    typeof value === 'number' ? rawJSON(context?.source ?? String(value)) : value,
  );
  const rows = valueAt(document, path);
  if (Array.isArray(rows)) return rows.map((row) => JSON.stringify(row));
  throw new FileRefused(`it has no array under "${path}"`, `declare in the feed where its rows are (rows: '${path}')`);
}
