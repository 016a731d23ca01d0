import type { Column as ContractColumn } from '../../contracts/contract.ts';
import type { Field, NumberField, TimeField } from '../../feeds/field.ts';
import type { SignForm } from '../../feeds/number-format.ts';
import { columnWords } from './column-words.ts';
import type { NumberGuess } from './guess-number.ts';
import type { Notes } from './notes.ts';
import { pickColumn } from './pick-column.ts';
import type { Column } from './profile-columns.ts';

/**
 * Where a row's id comes from: a column of its own whose values are valid and hardly ever repeat; else a hash of what tells rows
 * apart.
 *
 * @param prefixLength characters that the feed's prefix puts before each id.
 * @param hidden columns that are dropped: they tell nothing apart.
 */
export function draftId(
  id: ContractColumn,
  columns: readonly Column[],
  time: TimeField | undefined,
  { prefixLength, hidden, notes }: { prefixLength: number; hidden: ReadonlySet<string>; notes: Notes },
): Field | undefined {
  const at = `shape.columns.${id.name}`;
  const pattern = new RegExp(id.type.kind === 'text' ? (id.type.pattern ?? '') : '');
  const fits = ({ values }: Column): boolean =>
    [...values.keys()].every((text) => pattern.test('x'.repeat(prefixLength) + text));
  const words = columnWords[id.name] ?? [id.name.replaceAll('_', ' ')];
  const isUnique = ({ values, filled, rows }: Column): boolean => values.size >= filled * 0.98 && filled === rows;
  const named = pickColumn(columns, words, (column) => fits(column) && !column.time && column.inAll);
  if (named && isUnique(named)) {
    const repeated = named.filled - named.values.size;
    notes.why(
      at,
      `${named.name} is an id by its name, filled in every row, ${repeated === 0 ? 'no value twice' : `${repeated} rows repeat one`}`,
    );
    if (repeated > 0)
      notes.doubt(`${named.name}: ${repeated} rows repeat an id; they count as versions of one transaction`);
    return { from: named.name };
  }
  const unnamed = columns.find((column) => column.rows > 1 && isUnique(column) && fits(column) && looksLikeId(column));
  if (unnamed) {
    notes.why(at, `${unnamed.name} is an id by its content: filled in every row, hardly any value twice`);
    notes.doubt(`${id.name}: ${unnamed.name} was taken because no row repeats it, not for its name`);
    return { from: unnamed.name };
  }
  const parts = columns.filter((column) => column.inAll && column.filled > 0 && !hidden.has(column.name));
  if (parts.length === 0) return undefined;
  const why = named
    ? `${named.name} repeats (${named.filled - named.values.size} of ${named.filled} rows)${named.filled < named.rows ? ' or is empty' : ''}`
    : 'no column is an id that no row repeats';
  notes.why(at, `${why}: a hash of what tells rows apart, the same when a file comes again`);
  notes.doubt(
    `${id.name}: ${why}, so a hash of ${parts.length} columns makes it; take out those that may change when a row is delivered again`,
  );
  return { contentHashOf: parts.map((column) => toPart(column, time)) };
}

/** Letters and digits of some length, no number and no time. */
function looksLikeId({ values, time }: Column): boolean {
  return !time && [...values.keys()].every((text) => text.length >= 6 && /\d/.test(text) && /[A-Za-z]/.test(text));
}

/** Times and amounts count by their value. */
function toPart(column: Column, time: TimeField | undefined): string | TimeField | NumberField {
  if (time && time.timeFrom === column.name) return time;
  const { number } = column;
  if (!number || column.time || number.whole === 1) return column.name;
  return { numberFrom: column.name, ...number.format, ...withSigns(number) };
}

/** The forms of a number with a currency sign at it, which an id does not part from it. */
function withSigns({ format, signs, example }: NumberGuess): Pick<NumberField, 'positive' | 'negative'> {
  if (signs.length === 0) return {};
  const add = (form: SignForm): SignForm[] => [
    form,
    ...signs.map((sign): SignForm => form.replace('5', example.endsWith(sign) ? `5${sign}` : `${sign}5`) as SignForm),
  ];
  return {
    positive: [format.positive ?? '5'].flat().flatMap(add),
    negative: [format.negative ?? '-5'].flat().flatMap(add),
  };
}
