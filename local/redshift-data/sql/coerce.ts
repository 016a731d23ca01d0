import type { Bound } from './bound.ts';
import { commonTypeOf } from './common-type.ts';
import { literalSql } from './literals.ts';
import { refuse, SqlError } from './sql-error.ts';
import { bool, duckType, formatType, isInteger, isNumber, isText, type RsType, sameType, text } from './types.ts';

/** An implicit conversion inside an expression: literals take the type, numbers widen, dates become timestamps. */
export function coerce(value: Bound, type: RsType, where: string): Bound {
  if (value.literal !== undefined) {
    requireAllDecimals(value.literal, type, where);
    return typeLiteral(value, type);
  }
  if (sameType(value.type, type)) return value;
  const isSafe =
    (isNumber(value.type) && isNumber(type) && !loses(value.type, type)) ||
    (value.type.name === 'date' && type.name === 'timestamp');
  if (isText(value.type) && isText(type)) return { ...value, type };
  if (!isSafe) {
    throw new SqlError(
      `${where}: ${formatType(type)} is wanted, not ${formatType(value.type)}; cast it explicitly if that is meant`,
    );
  }
  return { ...value, sql: `cast(${value.sql} as ${duckType(type)})`, type, constant: false };
}

// Beside a DECIMAL a literal keeps all its digits in Redshift; rounding it to the other side's scale would find equal
// what is not.
function requireAllDecimals(literal: string | null, type: RsType, where: string): void {
  const decimals = /\.(\d*?)0*\s*$/.exec(literal ?? '')?.[1] ?? '';
  if (type.name === 'numeric' && decimals.length > type.scale) {
    throw refuse(`${where}: '${literal}' beside ${formatType(type)}`, 'write it as a number or cast it');
  }
}

/** A literal with the type of what it meets. */
export function typeLiteral(value: Bound, type: RsType): Bound {
  const { literal } = value;
  if (literal === undefined) return value;
  const sql = literal === null ? `cast(null as ${duckType(type)})` : literalSql(literal, type);
  return { ...value, sql, type, literal: undefined, nullable: literal === null };
}

/** A literal that met nothing is text. */
export function settle(value: Bound): Bound {
  if (value.literal === undefined) return value;
  const length = Math.max(1, Buffer.byteLength(value.literal ?? ''));
  return typeLiteral(value, { name: 'varchar', length });
}

/** Brings several values to one type. */
export function unify(values: readonly Bound[], where: string): { values: Bound[]; type: RsType } {
  const type = commonTypeOf(
    values.map((value) => value.type),
    where,
  );
  return { values: values.map((value) => coerce(value, type, where)), type };
}

export function asText(value: Bound, where: string): Bound {
  if (value.literal !== undefined) return settle(value);
  return isText(value.type) ? value : coerce(value, text, where);
}

export function asCondition(value: Bound, where: string): Bound {
  if (value.type.name !== 'bool' && value.literal === undefined) {
    throw new SqlError(`argument of ${where} must be type boolean, not type ${formatType(value.type)}`);
  }
  return coerce(value, bool, where);
}

function loses(from: RsType, to: RsType): boolean {
  if (to.name === 'float8') return false;
  if (to.name === 'float4') return from.name === 'float8';
  if (isInteger(to)) return !isInteger(from) || rank[from.name] > rank[to.name];
  return from.name === 'float4' || from.name === 'float8';
}

const rank = { int2: 0, int4: 1, int8: 2 };
