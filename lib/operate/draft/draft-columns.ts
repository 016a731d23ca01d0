import { type Contract, type Column as ContractColumn, fileColumns } from '../../contracts/contract.ts';
import { fitsColumn } from '../../contracts/fits-column.ts';
import { moneyOf } from '../../contracts/money-of.ts';
import type { Field, TimeField } from '../../feeds/field.ts';
import { draftCategory } from './draft-category.ts';
import { draftId } from './draft-id.ts';
import { draftSign } from './draft-sign.ts';
import { draftText } from './draft-text.ts';
import { draftWords } from './draft-words.ts';
import { noteEmpty } from './note-empty.ts';
import type { Notes } from './notes.ts';
import { pickColumn } from './pick-column.ts';
import type { Column } from './profile-columns.ts';

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
  const { id, eventTime } = contract;
  const money = moneyOf(contract);
  const { time, hasMoney, isSigned, prefixLength, hidden } = found;
  if (target.name === id) return draftId(target, columns, time, { prefixLength, hidden, notes });
  if (target.name === eventTime) return time;
  if (target.name === money?.column) return hasMoney ? { money: 'amount' } : undefined;
  if (money && 'column' in money.unit && target.name === money.unit.column)
    return hasMoney ? { money: 'currency' } : undefined;
  if (target.name === money?.negativeWhen && hasMoney) return draftSign(target, columns, isSigned, notes);
  const own = pickColumn(columns, [target.name.replaceAll('_', ' ')], ({ values }) =>
    [...values.keys()].every((text) => fitsColumn(target, text)),
  );
  if (own) {
    notes.why(`shape.columns.${target.name}`, `${own.name} has the name and valid values`);
    noteEmpty(own, target, notes);
    return { from: own.name };
  }
  if (target.type.kind === 'boolean' || (target.type.kind === 'text' && target.type.oneOf))
    return draftWords(target, columns, notes) ?? unknownValue(target, notes);
  if (target.name === 'mcc') return draftCategory(columns, notes) ?? unknownValue(target, notes);
  if (target.type.kind === 'text') return draftText(target, columns, notes);
  return undefined;
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
