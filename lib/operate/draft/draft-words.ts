import type { Column as ContractColumn } from '../../contracts/contract.ts';
import type { TextField } from '../../feeds/field.ts';
import { columnWords } from './column-words.ts';
import type { Notes } from './notes.ts';
import { pickColumn } from './pick-column.ts';
import type { Column } from './profile-columns.ts';
import { scoreName } from './score-name.ts';
import { sides, wordMeanings } from './word-meanings.ts';

/** More different words than this are no closed set. */
const most = 40;

/**
 * A column of a closed set or of yes and no: each of the sender's words under the contract's, as far as they are known; the others
 * are listed as doubts. Undefined where no column fits.
 */
export function draftWords(target: ContractColumn, columns: readonly Column[], notes: Notes): TextField | undefined {
  const meanings = wordMeanings[target.name] ?? {};
  const known = ({ values }: Column): string[] => [...values.keys()].filter((text) => meanings[toWord(text)]);
  const words = columnWords[target.name] ?? [target.name.replaceAll('_', ' ')];
  const fits = (candidate: Column): boolean => candidate.values.size <= most && known(candidate).length > 0;
  const named = pickColumn(columns, words, fits);
  const column = named ?? (target.name === 'status' ? findDeclines(columns, meanings) : undefined);
  if (!column) return undefined;
  // A column of kinds that knows declines: what went back was approved to go back.
  const meaningOf = (text: string): string | undefined =>
    meanings[toWord(text)] ?? (!named && isSide(text) ? 'approved' : undefined);
  const at = `shape.columns.${target.name}`;
  const unknown = [...column.values].filter(([text]) => meaningOf(text) === undefined);
  notes.why(at, `${column.name} holds ${[...column.values.keys()].slice(0, 8).join(', ')}`);
  for (const [text, rows] of unknown)
    notes.doubt(
      `${target.name}: what does "${text}" (${rows} rows of ${column.name}) mean? Until values says it, those rows are invalid`,
    );
  if (column.filled < column.rows && target.required)
    notes.doubt(`${column.name} is empty in ${column.rows - column.filled} rows: whenEmpty can say what that means`);
  const meant = [...column.values.keys()].map((text) => [text, meaningOf(text)] as const);
  const values = Object.fromEntries(meant.flatMap(([text, meaning]) => (meaning ? [[text, meaning]] : [])));
  const isSame = unknown.length === 0 && Object.entries(values).every(([text, value]) => text.toLowerCase() === value);
  return { from: column.name, ...(!isSame && { values }) };
}

function toWord(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}

function isSide(text: string): boolean {
  return [...sides.positive, ...sides.negative].includes(toWord(text));
}

/** A column of few words one of which means declined, whatever its name. */
function findDeclines(columns: readonly Column[], meanings: Readonly<Record<string, string>>): Column | undefined {
  return columns.find(
    ({ values }) =>
      values.size <= 12 &&
      [...values.keys()].some((text) => text.length > 1 && meanings[text.toLowerCase()] === 'declined'),
  );
}

/** Columns whose name says a concept at least so well. */
export function namedLike(columns: readonly Column[], words: readonly string[], least = 0.8): Column[] {
  return columns.filter(({ name }) => scoreName(name, words) >= least);
}
