import { type Contract, type Column as ContractColumn, fileColumns } from '../contracts/contract.ts';
import type { Field, TimeField } from '../feeds/field.ts';
import { columnWords, otherWords } from './column-words.ts';
import { draftId } from './draft-id.ts';
import { draftWords } from './draft-words.ts';
import { findKinds, isDecline } from './find-kinds.ts';
import type { Notes } from './notes.ts';
import { pickColumn } from './pick-column.ts';
import type { Column } from './profile-columns.ts';
import { otherRows, sides } from './word-meanings.ts';

export type Found = {
  time: TimeField | undefined;
  hasMoney: boolean;
  /** Whether amounts themselves say which go back to the customer. */
  isSigned: boolean;
  prefixLength: number;
  /** Columns that are dropped. */
  hidden: ReadonlySet<string>;
};

/** Where each contract column comes from; one for which nothing fits is left out, with the reason why. */
export function draftColumns(
  contract: Contract,
  columns: readonly Column[],
  found: Found,
  notes: Notes,
): Record<string, Field> {
  const visible = columns.filter(({ name }) => !found.hidden.has(name));
  const fields: Record<string, Field> = {};
  for (const target of fileColumns(contract)) {
    const field = draftField(contract, target, visible, found, notes);
    if (field) fields[target.name] = field;
    else if (target.required && target.whenMissing === undefined) noteMissing(target, notes);
  }
  return fields;
}

function draftField(
  contract: Contract,
  target: ContractColumn,
  columns: readonly Column[],
  found: Found,
  notes: Notes,
): Field | undefined {
  const { money, id, eventTime } = contract;
  const { time, hasMoney, isSigned, prefixLength, hidden } = found;
  if (target.name === id) return draftId(target, columns, time, { prefixLength, hidden, notes });
  if (target.name === eventTime) return time;
  if (target.name === money.amount) return hasMoney ? { money: 'amount' } : undefined;
  if (target.name === money.currency) return hasMoney ? { money: 'currency' } : undefined;
  if (target.name === money.negativeWhen && hasMoney) return draftSign(target, columns, isSigned, notes);
  const own = pickColumn(columns, [target.name.replaceAll('_', ' ')], (column) => isValid(column, target));
  if (own) return taken(own, target, notes);
  if (target.type.kind === 'boolean' || (target.type.kind === 'text' && target.type.oneOf))
    return draftWords(target, columns, notes) ?? unknownValue(target, notes);
  if (target.name === 'mcc') return draftCategory(columns, notes) ?? unknownValue(target, notes);
  if (target.type.kind === 'text') return draftText(target, columns, notes);
  return undefined;
}

/** Refunds are told by the amount's sign, unless no amount has one and a column of yes and no is there. */
function draftSign(target: ContractColumn, columns: readonly Column[], isSigned: boolean, notes: Notes): Field {
  const told = isSigned ? undefined : (draftWords(target, columns, notes) ?? draftKinds(columns, target, notes));
  if (!told && !isSigned)
    notes.why(`shape.columns.${target.name}`, 'no amount in the file is below nought; one that is would be a refund');
  return told ?? { money: 'isNegative' };
}

/** Refunds by a column that says of each row what it is. */
function draftKinds(columns: readonly Column[], target: ContractColumn, notes: Notes): Field | undefined {
  const column = findKinds(columns);
  if (!column) return undefined;
  const values: Record<string, string> = {};
  for (const text of column.values.keys()) {
    const word = text.toLowerCase();
    if (sides.negative.includes(word)) values[text] = 'true';
    else if (sides.positive.includes(word) || isDecline(text)) values[text] = 'false';
    else
      notes.doubt(
        `${target.name}: is "${text}" in ${column.name} a refund? Until values says it, those rows are invalid`,
      );
  }
  notes.why(`shape.columns.${target.name}`, `amounts have no sign; ${column.name} says which rows are refunds`);
  return { from: column.name, values };
}

/** A column that carries the contract's own values under its name. */
function taken(column: Column, target: ContractColumn, notes: Notes): Field {
  notes.why(`shape.columns.${target.name}`, `${column.name} has the name and valid values`);
  noteEmpty(column, target, notes);
  return { from: column.name };
}

function draftText(target: ContractColumn, columns: readonly Column[], notes: Notes): Field | undefined {
  const words = columnWords[target.name] ?? [target.name.replaceAll('_', ' ')];
  const column = pickColumn(
    columns,
    words,
    ({ time, name }) => !time || target.name !== 'merchant_name' || name === '',
  );
  if (!column) return target.name === 'merchant_id' ? hashOfName(columns, notes) : undefined;
  const at = `shape.columns.${target.name}`;
  const example = [...column.values.keys()][0] ?? '';
  noteEmpty(column, target, notes);
  const spoiled = [...column.values.keys()].find((text) => /^\d([.,]\d+)?E\+?\d+$/i.test(text));
  if (spoiled !== undefined)
    notes.doubt(
      `${column.name}: a spreadsheet made numbers such as ${spoiled} of it, their digits are lost: have the sender export it as text`,
    );
  if (target.name === 'card_id' && (isMasked(column) || spoiled !== undefined)) {
    notes.why(
      at,
      `${column.name} holds card numbers ${spoiled === undefined ? `that are masked, such as ${example}` : 'by its name'}`,
    );
    return { lastDigitsOf: column.name, digits: 4, prefix: 'card-' };
  }
  if (column.cardNumbers > 0 || isValid(column, target)) {
    notes.why(
      at,
      column.cardNumbers > 0
        ? `${column.name} by its name, tokenised`
        : `${column.name} by its name; its values are valid, such as ${example}`,
    );
    return { from: column.name };
  }
  notes.why(
    at,
    `${column.name} by its name; values such as "${example}" are no ids of the contract, so a hash of the text is`,
  );
  return { hashOf: column.name, prefix: `${target.name[0]}-` };
}

/** A merchant that has a name but no number. */
function hashOfName(columns: readonly Column[], notes: Notes): Field | undefined {
  const name = pickColumn(columns, columnWords.merchant_name ?? []);
  if (!name) return undefined;
  notes.why('shape.columns.merchant_id', `merchants have no id of their own: a hash of ${name.name}`);
  return { hashOf: name.name, prefix: 'm-' };
}

function draftCategory(columns: readonly Column[], notes: Notes): Field | undefined {
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

/** The contract's own word for what nobody knows. */
function unknownValue(target: ContractColumn, notes: Notes): Field | undefined {
  const word =
    target.name === 'mcc'
      ? '0000'
      : target.type.kind === 'text' && target.type.oneOf?.includes('unknown')
        ? 'unknown'
        : undefined;
  if (word === undefined) return undefined;
  notes.why(`shape.columns.${target.name}`, `nothing in the file says it; "${word}" is the contract's word for that`);
  return { constant: word };
}

function noteMissing({ name, type, description }: ContractColumn, notes: Notes): void {
  const words = type.kind === 'boolean' ? ['true', 'false'] : type.kind === 'text' ? (type.oneOf ?? ['...']) : [];
  const alike = `where all rows are alike: ${name}: { constant: '${words.join("' or '")}' },`;
  notes.why(`shape.columns.${name}`, `nothing in the file fits${words.length > 0 ? `; ${alike}` : ''}`);
  notes.need(`${name}: nothing in the file fits, and the contract requires it. ${description}`);
}

function noteEmpty({ name, filled, rows, inAll }: Column, target: ContractColumn, notes: Notes): void {
  if (!target.required || filled === rows) return;
  const where = inAll ? `empty in ${rows - filled} of ${rows} rows` : 'not in every file';
  notes.doubt(
    `${target.name}: ${name} is ${where}; those rows are missing:${target.name} unless whenEmpty says what they are, such as 'unknown'`,
  );
}

/** Card numbers with mask characters, or their last digits. */
function isMasked({ values }: Column): boolean {
  return [...values.keys()].every((text) => /^[\dxX*#•＊. -]*[xX*#•＊][\dxX*#•＊. -]*\d{4}$/.test(text));
}

function isValid({ values }: Column, { type }: ContractColumn): boolean {
  const texts = [...values.keys()];
  switch (type.kind) {
    case 'text': {
      const pattern = new RegExp(type.pattern ?? '');
      const toCase = (text: string): string =>
        type.letterCase === 'lower' ? text.toLowerCase() : type.letterCase === 'upper' ? text.toUpperCase() : text;
      return texts.every(
        (text) =>
          text.length <= type.maxLength && pattern.test(toCase(text)) && (type.oneOf?.includes(toCase(text)) ?? true),
      );
    }
    case 'integer':
      return texts.every((text) => /^\d{1,18}$/.test(text));
    case 'boolean':
      return texts.every((text) => /^(true|t|1|y|yes|false|f|0|n|no)$/i.test(text));
    default:
      return false;
  }
}
