import { SqlError } from './sql-error.ts';
import {
  asNumeric,
  float8,
  formatType,
  isFloat,
  isInteger,
  isNumber,
  isText,
  maxPrecision,
  numeric,
  type RsType,
  sameType,
  text,
  timestamp,
  varchar,
} from './types.ts';

const integerRank = { int2: 0, int4: 1, int8: 2 };

/**
 * The type two values take where one is wanted: comparisons, CASE, COALESCE, set operators.
 * Fails where Redshift would need a cast, and also where it casts text silently.
 */
export function commonType(a: RsType, b: RsType, where: string): RsType {
  if (a.name === 'unknown') return b;
  if (b.name === 'unknown' || sameType(a, b)) return a;
  if (isInteger(a) && isInteger(b)) return integerRank[a.name] >= integerRank[b.name] ? a : b;
  if (isFloat(a) || isFloat(b)) {
    if (isNumber(a) && isNumber(b)) return float8;
  }
  const left = asNumeric(a);
  const right = asNumeric(b);
  if (left !== undefined && right !== undefined) {
    const scale = Math.max(left.scale, right.scale);
    const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
    return numeric(Math.min(whole + scale, maxPrecision), scale);
  }
  if (isText(a) && isText(b)) return varchar(Math.max(a.length, b.length));
  const names = [a.name, b.name];
  if (names.includes('date') && names.includes('timestamp')) return timestamp;
  throw new SqlError(
    `${where}: types ${formatType(a)} and ${formatType(b)} cannot be matched; cast one side explicitly`,
  );
}

/** `commonType` over a list; only untyped literals make text. */
export function commonTypeOf(types: readonly RsType[], where: string): RsType {
  const type = types.reduce((a, b) => commonType(a, b, where), { name: 'unknown' } as RsType);
  return type.name === 'unknown' ? text : type;
}
