import { type Contract, fileColumns } from '../contracts/contract.ts';
import { trimField } from '../contracts/trim.ts';
import type { DelimitedShape } from '../feeds/feed.ts';
import type { TextFormat } from '../feeds/text-format.ts';
import { FileRefused } from './file-refused.ts';
import { isObject, type JsonForm, jsonForm } from './json-form.ts';
import { nativeFormats } from './native-formats.ts';
import { refuseEnvelope, rowNames } from './refuse-envelopes.ts';
import { scanDocument } from './scan-document.ts';
import { scanRecord } from './scan-record.ts';

/** How a native file is written: JSON, or delimited with a header. */
export type FileForm = { form: JsonForm } | { form: 'delimited'; shape: DelimitedShape };

/** Bytes of a file that tell its form. */
export const headBytes = 65_536;

/**
 * The form of a native file by its first bytes, whatever its name says: a name's ending decides only where they leave it open.
 * Refuses UTF-16, which spreadsheets write.
 *
 * @param head the first `headBytes` of the unpacked file.
 */
export function detectForm(contract: Contract, file: string, head: Buffer): FileForm {
  refuseUtf16(head);
  const text = head.toString('utf8').replace(/^\ufeff/, '');
  const json = jsonForm(text);
  if (json && json !== 'array') refuseLongEnvelope(contract, text);
  if (json) return json === 'lines' ? asLines(head, text) : { form: json };
  const ending = /\.(csv|tsv|tab)(?:\.(?:gz|gzip|zst|zstd))?$/.exec(file.toLowerCase())?.[1];
  const format = findFormat(contract, text) ?? (ending && { delimiter: ending === 'csv' ? ',' : '\t' });
  return format ? { form: 'delimited', shape: ownShape(contract, format) } : asLines(head, text);
}

/** The native format by which the header has most of the contract's names, undefined where it has none by any. */
function findFormat(contract: Contract, text: string): TextFormat | undefined {
  // A spreadsheet's own line, which names the delimiter.
  const declared = /^sep=(.)\r?\n/i.exec(text);
  const header = text.slice(declared?.[0].length ?? 0).trimStart();
  const names = fileColumns(contract).map(({ name }) => name);
  const count = (format: TextFormat): number => {
    const record = scanRecord(header, 0, format);
    const cells = typeof record === 'string' ? [] : record.cells;
    return cells.filter((cell) => names.includes(trimField(cell).toLowerCase())).length;
  };
  if (declared)
    return {
      ...nativeFormats.find(({ delimiter }) => delimiter === declared[1]),
      delimiter: declared[1],
      skipLines: 1,
    };
  const [best] = nativeFormats.map((format) => ({ format, found: count(format) })).sort((a, b) => b.found - a.found);
  return best && best.found > 0 ? best.format : undefined;
}

/**
 * Refuses what is none of the forms: of a native file's first lines one at least is a JSON object. A single line that begins
 * as one is taken for a torn row.
 */
function asLines(head: Buffer, text: string): FileForm {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  // The last line may be cut off by our reading, not by the sender.
  if (head.length >= headBytes) lines.pop();
  const isTornRow = lines.length === 1 && lines[0]?.trimStart().startsWith('{');
  if (lines.length === 0 || isTornRow || lines.some(isObject)) return { form: 'lines' };
  throw new FileRefused(
    'none of its first lines is a JSON object, and no header has the columns',
    'have the sender write NDJSON, one JSON array, or CSV with a header of the column names',
  );
}

/** What would be too long for a document may be a page of rows: its first part tells. */
function refuseLongEnvelope(contract: Contract, text: string): void {
  const document = text.trimStart();
  if (scanDocument(Buffer.from(document), 0) === 'more') refuseEnvelope(rowNames(contract), document, 'line 1');
}

/** A file whose header carries the contract's own names. */
function ownShape(contract: Contract, format: TextFormat): DelimitedShape {
  const columns = fileColumns(contract);
  return {
    form: 'csv',
    ...format,
    header: columns.map(({ name, required }) => ({ name, required })),
    columns: Object.fromEntries(columns.map(({ name }) => [name, { from: name }])),
  };
}

function refuseUtf16(head: Buffer): void {
  const mark = head.subarray(0, 2).toString('hex');
  // Latin text in UTF-16 has a NUL in every other byte.
  const isWide = [0, 1].some((at) => head.length >= 8 && [0, 2, 4, 6].every((step) => head[at + step] === 0));
  if (mark === 'fffe' || mark === 'feff' || (isWide && head.subarray(0, 8).some((byte) => byte !== 0)))
    throw new FileRefused(
      'UTF-16, not UTF-8',
      'have the sender write UTF-8, or convert the file (iconv -f utf-16 -t utf-8)',
    );
}
