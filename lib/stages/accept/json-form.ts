import { scanDocument } from './scan-document.ts';

/** How a file of JSON is written: documents on lines, documents over several lines, or one array. */
export type JsonForm = 'lines' | 'spread' | 'array';

/** The form of a file by its first text; undefined where that does not begin as JSON documents do. */
export function jsonForm(text: string): JsonForm | undefined {
  const start = text.trimStart()[0];
  if (start === '[' && !isRowOfLines(text)) return 'array';
  if (start === '{' && isSpread(text)) return 'spread';
  return start === '{' || start === '[' ? 'lines' : undefined;
}

/** Whether the line begins with a whole object, byte-order marks passed over like blanks; others may stand behind it. */
export function isObject(line: string): boolean {
  const document = Buffer.from(line.trimStart());
  return document[0] === 0x7b && typeof scanDocument(document, 0) === 'number';
}

/** An array that ends with its line, and objects behind it: a bad row of lines. */
function isRowOfLines(text: string): boolean {
  const [first = '', ...others] = text.split('\n').filter((line) => line.trim() !== '');
  const array = Buffer.from(first.trim());
  return scanDocument(array, 0) === array.length && others.some(isObject);
}

/** Whether the first document goes on on further lines. */
function isSpread(text: string): boolean {
  const bytes = Buffer.from(text.trimStart());
  const end = scanDocument(bytes, 0);
  const first = end === 'more' ? bytes : bytes.subarray(0, end === 'broken' ? 0 : end);
  return first.includes('\n');
}
