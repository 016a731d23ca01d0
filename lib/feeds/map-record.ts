import type { MappedShape } from './feed.ts';
import { compileField, type MappingNotes } from './map/compile-field.ts';
import { compileMoney, type MoneyParts } from './map/compile-money.ts';
import type { Value } from './map/value.ts';
import type { SourceRow } from './source-row.ts';
import { toKey } from './to-key.ts';

/** A foreign record under the contract's names. */
export type MappedRecord = {
  fields: Record<string, Value>;
  /** Hash of what tells the record from others, where the feed derives the id from it. */
  content: string | null;
  /** Words that the declaration gives no meaning, by the file's column. */
  unmapped: readonly { column: string; word: string }[];
  /** What the declaration says of a row that it leaves out: "type is payout". */
  leftOut: string | null;
};

/** The record of a row of which nothing can be read. */
export const unmappedRecord: MappedRecord = { fields: {}, content: null, unmapped: [], leftOut: null };

/** The feed's mapping of a row, resolved once. */
export function compileMapping(shape: MappedShape): (row: SourceRow) => MappedRecord {
  const fields = Object.entries(shape.columns).map(([column, field]) => ({ column, read: compileField(field) }));
  const takesSign = Object.values(shape.columns).some((field) => 'money' in field && field.money === 'isNegative');
  const readMoney = compileMoney(shape.money ? [shape.money].flat() : [], takesSign);
  const findReason = compileLeaveOut(shape);
  return (row) => {
    const leftOut = findReason(row);
    if (leftOut !== null) return { ...unmappedRecord, leftOut };
    const unmapped: { column: string; word: string }[] = [];
    const record: MappedRecord = { fields: {}, content: null, unmapped, leftOut };
    let parts: MoneyParts | undefined;
    const notes: MappingNotes = {
      money: () => {
        parts ??= readMoney(row);
        return parts;
      },
      unmapped: (column, word) => unmapped.push({ column, word }),
      content: (hash) => {
        record.content = hash;
      },
    };
    for (const { column, read } of fields) record.fields[column] = read(row, notes);
    return record;
  };
}

function compileLeaveOut({ leaveOut = [] }: MappedShape): (row: SourceRow) => string | null {
  const rules = leaveOut.map(({ column, is }) => ({ column, words: new Map(is.map((word) => [toKey(word), word])) }));
  return (row) => {
    for (const { column, words } of rules) {
      const word = words.get(toKey(row.read(column)));
      if (word !== undefined) return `${column} is ${word}`;
    }
    return null;
  };
}
