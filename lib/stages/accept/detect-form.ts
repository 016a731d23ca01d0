import { type Contract, fileColumns } from '../../contracts/contract.ts';
import { trimField } from '../../contracts/trim.ts';
import type { DelimitedShape } from '../../feeds/feed.ts';
import type { TextFormat } from '../../feeds/text-format.ts';
import { excerpt } from '../../run/excerpt.ts';
import { FileRefused } from './file-refused.ts';
import { isObject, type JsonForm, jsonForm } from './json-form.ts';
import { nativeFormats } from './native-formats.ts';
import { ownShape } from './own-shape.ts';
import { refuseEnvelope, rowNames } from './refuse-envelopes.ts';
import { scanDocument } from './scan-document.ts';
import { scanRecord } from './scan-record.ts';

/** How a native file is written: JSON, or delimited with a header. */
export type FileForm = { form: JsonForm } | { form: 'delimited'; shape: DelimitedShape };

/** Bytes of a file that tell its form. */
export const headBytes = 65_536;

/**
 * The form of a native file by its first bytes, whatever its name says: the ending decides only where they leave it open.
 *
 * @param firstBytes of the unpacked file, `headBytes` at least where it has them.
 */
export function detectForm(contract: Contract, file: string, head: Buffer, nullWords?: readonly string[]): FileForm {
  const text = head.toString('utf8').replace(/^\ufeff+/, '');
  const json = jsonForm(text);
  if (json && json !== 'array') refuseLongEnvelope(contract, text);
  if (json === 'array' || json === 'spread') return { form: json };
  const lines = firstLines(head, text);
  if (lines.some(isObject)) return { form: 'lines' };
  if (json) return checkTorn(lines);
  const ending = /\.(csv|tsv|tab)(?:\.(?:gz|gzip|zst|zstd))?$/.exec(file.toLowerCase())?.[1];
  if (text.trim() === '' && !ending) return { form: 'lines' };
  const byEnding = nativeFormats.find(({ delimiter }) => delimiter === (ending?.startsWith('t') ? '\t' : ','));
  // A header without the columns is for whoever reads it to explain.
  return { form: 'delimited', shape: ownShape(contract, findFormat(contract, text) ?? byEnding ?? {}, nullWords) };
}

/** Lines that are not blank, but for one that is cut off by our reading and not by the sender. */
function firstLines(head: Buffer, text: string): string[] {
  const lines = text.split('\n');
  if (head.length >= headBytes) lines.pop();
  return lines.filter((line) => line.trim() !== '');
}

/** No line is a whole object: a single one is taken for a torn row, several are no rows. */
function checkTorn(lines: readonly string[]): FileForm {
  if (lines.length <= 1) return { form: 'lines' };
  throw new FileRefused(
    `none of its first lines is a JSON object: line 1 is "${excerpt(lines[0] ?? '', 80)}"`,
    'have the sender write NDJSON, one JSON array, or CSV with a header of the column names',
  );
}

/** The native format by which the header has most of the contract's names, undefined where it has none by any. */
function findFormat(contract: Contract, text: string): TextFormat | undefined {
  // A spreadsheet's own line, which names the delimiter.
  const declared = /^sep=(.)\r?\n/i.exec(text);
  const header = text.trimStart();
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

/** What would be too long for a document may be a page of rows: its first part tells. */
function refuseLongEnvelope(contract: Contract, text: string): void {
  const document = text.trimStart();
  if (scanDocument(Buffer.from(document), 0) === 'more') refuseEnvelope(rowNames(contract), document, 'line 1');
}
