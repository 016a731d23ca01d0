import type { Column as ContractColumn } from '../../contracts/contract.ts';
import { fitsColumn } from '../../contracts/fits-column.ts';
import type { Field } from '../../feeds/field.ts';
import { columnWords } from './column-words.ts';
import { noteEmpty } from './note-empty.ts';
import type { Notes } from './notes.ts';
import { pickColumn } from './pick-column.ts';
import type { Column } from './profile-columns.ts';

/** Share of a column's texts that must be of one kind; the others are told as doubts. */
const enough = 0.95;

const masked = /^[\dxX*#•＊. -]*[xX*#•＊][\dxX*#•＊. -]*\d{4}$/;
const spoiled = /^\d([.,]\d+)?E\+?\d+$/i;

/** A text column by its name: as it is where its texts are valid, of masked cards the last digits, of other texts a hash as an id. */
export function draftText(target: ContractColumn, columns: readonly Column[], notes: Notes): Field | undefined {
  const words = columnWords[target.name] ?? [target.name.replaceAll('_', ' ')];
  const column = pickColumn(columns, words, ({ time }) => !time || time.digits);
  if (!column) return target.name === 'merchant_id' ? hashOfName(columns, notes) : undefined;
  const texts = [...column.values.keys()];
  const { name } = column;
  const is = (test: (text: string) => boolean): boolean => texts.filter(test).length >= texts.length * enough;
  const why = (text: string): void => notes.why(`shape.columns.${target.name}`, `${name} by its name${text}`);
  noteEmpty(column, target, notes);
  const lost = texts.find((text) => spoiled.test(text));
  if (lost !== undefined)
    notes.doubt(
      `${name}: a spreadsheet made ${lost} of numbers, their digits are lost: have the sender export it as text`,
    );
  if (target.name === 'card_id' && (lost !== undefined || is((text) => masked.test(text)))) {
    why(`: card numbers${lost === undefined ? `, masked as in ${texts[0]}` : ''}`);
    return { lastDigitsOf: name, digits: 4, prefix: 'card-' };
  }
  if (column.cardNumbers > 0) {
    why(', tokenised');
    return { from: name };
  }
  if (is((text) => fitsColumn(target, text))) {
    why(`; its values are valid, such as ${texts[0]}`);
    const others = texts.filter((text) => !fitsColumn(target, text));
    if (others.length > 0)
      notes.doubt(`${name}: ${others.length} different texts are no ${target.name}, such as "${others[0]}"`);
    return { from: name };
  }
  why(`; values such as "${texts[0]}" are no ids of the contract, so a hash of the text is`);
  return { hashOf: name, prefix: `${target.name[0]}-` };
}

/** A merchant that has a name but no number. */
function hashOfName(columns: readonly Column[], notes: Notes): Field | undefined {
  const name = pickColumn(columns, columnWords.merchant_name ?? []);
  if (!name) return undefined;
  notes.why('shape.columns.merchant_id', `merchants have no id of their own: a hash of ${name.name}`);
  return { hashOf: name.name, prefix: 'm-' };
}
