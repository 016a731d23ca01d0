import { FileRefused } from './file-refused.ts';
import { jsonTokens } from './json-tokens.ts';

type Level = { isArray: boolean; name: string; ordinal: number };

/**
 * The texts of the rows that a JSON document carries in an array under a path, as they stand. Refuses a document that is no JSON or
 * has no such array, or two: rows would be lost without a word.
 *
 * @param path keys from the top down, parted by dots; of an array on the way the place, from 0.
 */
export function rowsOf({ text, line }: { text: string; line: number }, path: string): string[] {
  const refuse = (reason: string): FileRefused =>
    new FileRefused(
      `the document on line ${line} ${reason}`,
      'have the file sent again, or mend where the feed says its rows are (rows)',
    );
  if (!isObjectText(text)) throw refuse('is no JSON object');
  const open: Level[] = [];
  let key = '';
  let last = '';
  let rows: string[] | undefined;
  let around = 0;
  let from = 0;
  for (const { text: token, at } of jsonTokens(text)) {
    const level = open.at(-1);
    const isEnd = open.length === around && (token === ',' || token === ']');
    if (around > 0 && isEnd) {
      rows?.push(text.slice(from, at));
      from = at + 1;
    }
    if (token === '{' || token === '[') {
      open.push({ isArray: token === '[', name: level?.isArray ? String(level.ordinal) : key, ordinal: 0 });
      const here = open.slice(1).map(({ name }) => name);
      if (around === 0 && token === '[' && here.join('.') === path) {
        if (rows) throw refuse(`has two arrays under "${path}"`);
        rows = [];
        around = open.length;
        from = at + 1;
      }
    } else if (token === '}' || token === ']') {
      if (open.length === around) around = 0;
      open.pop();
    } else if (token === ':') key = JSON.parse(last);
    else if (token === ',' && level?.isArray) level.ordinal++;
    last = token;
  }
  if (!rows) throw refuse(`has no array under "${path}"`);
  return rows.filter((row) => row.trim() !== '');
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
