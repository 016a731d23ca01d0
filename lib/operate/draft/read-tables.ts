import { PaylakeError } from '../../errors.ts';
import type { TextFormat } from '../../feeds/text-format.ts';
import { decode, guessEncoding } from '../../stages/accept/guess-encoding.ts';
import type { Sample, Table } from './draft.ts';
import type { Notes } from './notes.ts';
import { readDelimitedTables } from './read-delimited-tables.ts';
import { readJsonTables } from './read-json-tables.ts';

/** The rows of files of one sender, and how the files are written. */
export type Tables = {
  encoding: string | undefined;
  form: 'csv' | 'json';
  format: TextFormat;
  /** Of JSON: path of the array that holds the rows. */
  rows: string | undefined;
  tables: Table[];
};

/** Reads the heads of files in the form they are seen to have. Throws a usage error where there is nothing to see. */
export function readTables(samples: readonly Sample[], notes: Notes): Tables {
  const guesses = samples.map(({ head, isWhole }) => guessEncoding(head, isWhole));
  const encoded = guesses.find(({ part }) => part !== undefined);
  const encoding = encoded?.part;
  notes.why('shape.encoding', (encoded ?? guesses[0])?.why ?? '');
  for (const { doubts } of guesses) notes.doubt(...doubts);
  const texts = samples.map(({ head, isWhole, file }) => {
    const text = decode(head, encoding, isWhole) ?? head.toString('utf8');
    if (text.includes('\0'))
      throw refused(
        `${file} is no text`,
        'unpack it, or have the sender write CSV or JSON: a workbook can be saved as CSV',
      );
    return text.replace(/^\ufeff/, '');
  });
  const isJson = texts.map((text) => /^\s*[[{]/.test(text));
  if (new Set(isJson).size > 1) throw refused('some files are JSON, others are not', 'draft a feed for each form');
  const read = isJson[0]
    ? { format: {}, ...readJsonTables(samples, texts) }
    : { rows: undefined, ...readDelimitedTables(samples, texts) };
  for (const { at, why } of read.reasons) notes.why(at, why);
  notes.doubt(...read.doubts);
  const count = read.tables.reduce((sum, table) => sum + table.rows.length, 0);
  if (count === 0)
    throw refused(`no rows are seen in ${samples.map(({ file }) => file).join(', ')}`, 'name a file that has rows');
  notes.why(
    'shape.form',
    `${count} rows of ${samples.length} ${samples.length === 1 ? 'file' : 'files'} were looked at${seen(samples)}`,
  );
  return { encoding, form: isJson[0] ? 'json' : 'csv', format: read.format, rows: read.rows, tables: read.tables };
}

function refused(message: string, next: string): PaylakeError {
  return new PaylakeError('usage', message, next);
}

/** How much of the files that is, where it is not all. */
function seen(samples: readonly Sample[]): string {
  const bytes = samples.reduce((sum, { head }) => sum + head.length, 0);
  return samples.every(({ isWhole }) => isWhole)
    ? ''
    : `: their first ${Math.ceil(bytes / 1024 ** 2)} MiB, not what follows`;
}
