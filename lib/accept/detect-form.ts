import { type Contract, fileColumns } from '../contracts/contract.ts';
import type { DelimitedShape } from '../feeds/feed.ts';
import { FileRefused } from './file-refused.ts';

/** How a native file is written: a JSON document a line, one JSON array, or delimited with a header. */
export type FileForm = { form: 'lines' } | { form: 'array' } | { form: 'delimited'; shape: DelimitedShape };

/** Bytes of a file that tell its form. */
export const headBytes = 65_536;

/**
 * The form of a native file, by its name's ending and its first bytes. Refuses UTF-16, which spreadsheets write.
 *
 * @param head the first `headBytes` of the unpacked file.
 */
export function detectForm(contract: Contract, file: string, head: Buffer): FileForm {
  refuseUtf16(head);
  const ending = /\.([a-z]+)(?:\.(?:gz|gzip|zst|zstd))?$/.exec(file.toLowerCase())?.[1] ?? '';
  const text = head.toString('utf8').replace(/^\ufeff/, '');
  const start = text.trimStart()[0];
  if (ending === 'csv') return delimited(contract, ',');
  if (ending === 'tsv' || ending === 'tab') return delimited(contract, '\t');
  if (start === '[' && !isRowOfLines(text)) return { form: 'array' };
  if (start === '{' || start === '[' || start === undefined) return asLines(head, text);
  const names = /^.*/.exec(text)?.[0] ?? '';
  const delimiter = [',', '\t'].find((mark) => names.split(mark).some((name) => toName(name) === contract.id));
  return delimiter === undefined ? asLines(head, text) : delimited(contract, delimiter);
}

/**
 * Refuses what is none of the forms: of a native file's first lines one at least is a JSON object. A single line that begins
 * as one is taken for a torn row.
 */
function asLines(head: Buffer, text: string): FileForm {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  // The last line may be cut off by our reading, not by the sender.
  if (head.length >= headBytes) lines.pop();
  const isTornRow = lines.length === 1 && lines[0]?.trimStart().startsWith('{') && !/\}\r\{/.test(lines[0]);
  if (lines.length === 0 || isTornRow || lines.some(isObject)) return { form: 'lines' };
  throw new FileRefused(
    'none of its first lines is a JSON object, and no header has the columns',
    'have the sender write NDJSON, one JSON array, or CSV with a header of the column names',
  );
}

/** An array that ends with its line, and objects behind it: a bad row of lines. */
function isRowOfLines(text: string): boolean {
  const [first = '', ...others] = text.split('\n').filter((line) => line.trim() !== '');
  return isJson(first) && others.some(isObject);
}

/** A header's name, quoted or not, in any case. */
function toName(cell: string): string {
  return cell
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()
    .toLowerCase();
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** A file whose header carries the contract's own names. */
function delimited(contract: Contract, delimiter: string): FileForm {
  const columns = fileColumns(contract);
  return {
    form: 'delimited',
    shape: {
      form: 'csv',
      delimiter,
      header: columns.map(({ name, required }) => ({ name, required })),
      columns: Object.fromEntries(columns.map(({ name }) => [name, { from: name }])),
    },
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
