import type { Column as ContractColumn } from '../../contracts/contract.ts';
import type { Field } from '../../feeds/field.ts';
import { draftWords } from './draft-words.ts';
import { findKinds, isDecline } from './find-kinds.ts';
import type { Notes } from './notes.ts';
import type { Column } from './profile-columns.ts';
import { sides } from './word-meanings.ts';

/** Refunds are told by the amount's sign, unless no amount has one and a column of yes and no is there. */
export function draftSign(target: ContractColumn, columns: readonly Column[], isSigned: boolean, notes: Notes): Field {
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
