import type { Field } from '../../feeds/field.ts';
import { columnWords, otherWords } from './column-words.ts';
import type { Notes } from './notes.ts';
import { pickColumn } from './pick-column.ts';
import type { Column } from './profile-columns.ts';
import { otherRows, sides } from './word-meanings.ts';

/** A column of merchant category codes; where there are only categories in words, they are listed for a person to give them codes. */
export function draftCategory(columns: readonly Column[], notes: Notes): Field | undefined {
  const codes = pickColumn(columns, columnWords.mcc ?? [], ({ values }) =>
    [...values.keys()].every((text) => /^\d{4}$/.test(text)),
  );
  if (codes) {
    notes.why('shape.columns.mcc', `${codes.name} holds codes of four digits`);
    return { from: codes.name };
  }
  const category = pickColumn(columns, otherWords.category, (column) => !saysKind(column));
  if (!category) return undefined;
  const words = [...category.values].sort(([, a], [, b]) => b - a);
  const shown = words
    .slice(0, 25)
    .map(([text, rows]) => `"${text}" (${rows})`)
    .join(', ');
  notes.doubt(
    `mcc: ${category.name} holds ${words.length} ${words.length === 1 ? 'category' : 'categories'}: mcc: { from: '${category.name}', values: { ... }, otherwise: '0000' } gives each its code: ${shown}${words.length > 25 ? ' and more' : ''}`,
  );
  return undefined;
}

/** Says what a row is, such as refund or payout, not what was bought. */
function saysKind({ values }: Column): boolean {
  const kinds = [...sides.positive, ...sides.negative, ...otherRows];
  return [...values.keys()].some((text) => kinds.includes(text.toLowerCase()));
}
