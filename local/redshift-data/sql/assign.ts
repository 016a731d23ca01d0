import type { Bound } from './bound.ts';
import { type CatalogColumn, quoteText } from './catalog.ts';
import { typeLiteral } from './coerce.ts';
import { refuse, SqlError } from './sql-error.ts';
import {
  duckType,
  formatType,
  isFloat,
  isNumber,
  isText,
  maxVarcharBytes,
  type RsType,
  sameType,
  text,
} from './types.ts';

/** DuckDB SQL of a value stored into a column: converts as an assignment does, and checks the length in bytes. */
export function assignSql(value: Bound, column: CatalogColumn, tooLong = storeError): string {
  const { type } = column;
  const typed = typeLiteral(value, isText(type) ? text : type);
  if (isText(type)) {
    if (!isText(typed.type)) throw mismatch(typed.type, column);
    return checkBytes(typed, type, column.name, tooLong);
  }
  if (sameType(typed.type, type)) return typed.sql;
  if (!isAssignable(typed.type, type)) throw mismatch(typed.type, column);
  return `cast(${typed.sql} as ${duckType(type)})`;
}

// Numbers are rounded and checked for overflow on assignment (Developer Guide, "Type compatibility and conversion").
function isAssignable(from: RsType, to: RsType): boolean {
  if (isFloat(from) && to.name === 'numeric') {
    throw refuse('storing a floating point value into a DECIMAL column', 'cast(round(x, s) as decimal(p, s)) says how');
  }
  if (isNumber(from) && isNumber(to)) return true;
  return ['date to timestamp', 'timestamp to date'].includes(`${from.name} to ${to.name}`);
}

function mismatch(from: RsType, column: CatalogColumn): SqlError {
  return new SqlError(
    `column "${column.name}" is of type ${formatType(column.type)} but expression is of type ${formatType(from)}; cast it explicitly`,
  );
}

/** Error text for a value of too many bytes; `bytes` is SQL. */
type TooLong = (type: RsType & { length: number }, column: string, bytes: string) => string;

function storeError(type: RsType & { length: number }, column: string, bytes: string): string {
  const message = `value too long for type ${formatType(type)}: column "${column}" takes ${type.length} bytes, the value has `;
  return `${quoteText(message)} || ${bytes}`;
}

// Too long is an error "unless the extra characters are all spaces" (Developer Guide, "Character types").
function checkBytes(
  value: Bound,
  type: RsType & { name: 'varchar' | 'char'; length: number },
  column: string,
  tooLong: TooLong,
): string {
  const { sql } = value;
  if (type.name === 'char') {
    const message = quoteText(
      `column "${column}": the local endpoint does not pad, so a value of char(${type.length}) must have exactly ${type.length} single-byte characters; use varchar`,
    );
    const fits = `strlen(${sql}) = ${type.length} and length(${sql}) = ${type.length}`;
    return `case when ${sql} is null or (${fits}) then ${sql} else error(${message}) end`;
  }
  // The greatest length says nothing: it is also that of texts whose length is not known.
  if (isText(value.type) && value.type.length < maxVarcharBytes && value.type.length <= type.length) return sql;
  const failure = `error(${tooLong(type, column, `strlen(${sql})`)})`;
  const trimmed = `rtrim(${sql}, ' ')`;
  const padded = `${trimmed} || repeat(' ', ${type.length} - strlen(${trimmed}))`;
  return `case when ${sql} is null or strlen(${sql}) <= ${type.length} then ${sql} when strlen(${trimmed}) <= ${type.length} then ${padded} else ${failure} end`;
}
