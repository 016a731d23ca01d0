import type { Contract } from '../../contracts/contract.ts';
import type { JudgedField } from '../../contracts/judged-fields.ts';
import { columnSql } from './column-sql.ts';
import { fastMoment } from './instant-sql.ts';
import { text } from './rows-sql.ts';

/** Name of a field's text in SQL. */
export function textOf({ name }: Pick<JudgedField, 'name'>): string {
  return `"text_${name}"`;
}

/**
 * SQL of a field's value where it is plainly valid, and of what has to hold for its row to be taken as it is (see `fastSql`), over the
 * fields' texts and values.
 *
 * @param fields all of the contract's, of which one may fill this one.
 */
export function fastField(
  contract: Contract,
  field: JudgedField,
  fields: readonly JudgedField[],
): { value: string; isSound: string[] } {
  const { name, required, whenMissing, filledFrom } = field;
  const source = fields.find((other) => other.name === filledFrom);
  const instead =
    whenMissing === undefined ? source && read(contract, source) : columnSql(field, 'null').value(text(whenMissing));
  const own = read(contract, field);
  const isEmpty = [field, ...(source ? [source] : [])].map((one) => `${textOf(one)} is null`).join(' and ');
  return {
    value: instead === undefined ? own : `case when ${textOf(field)} is null then ${instead} else ${own} end`,
    isSound: [
      required || whenMissing !== undefined ? `"${name}" is not null` : `("${name}" is not null or ${isEmpty})`,
      ...(source ? [`("${source.name}" is null or "${source.name}" = "${name}")`] : []),
    ],
  };
}

function read(contract: Contract, field: JudgedField): string {
  const isOtherMoment = field.type.kind === 'instant' && field.name !== contract.eventTime;
  return isOtherMoment ? fastMoment(textOf(field)) : columnSql(field, 'null').fastValue(textOf(field));
}
