import { type Bound, bound } from './bound.ts';
import { coerce } from './coerce.ts';
import { divideNumeric } from './divide-numeric.ts';
import { dateArithmetic } from './moments.ts';
import { SqlError } from './sql-error.ts';
import {
  asNumeric,
  duckType,
  float4,
  float8,
  formatType,
  isFloat,
  isInteger,
  isMoment,
  isNumber,
  maxPrecision,
  numeric,
  type RsType,
} from './types.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/** Binds `left operator right` with the result type of the Developer Guide's "Computations with numeric values". */
export function arithmetic(operator: ArithmeticOperator, left: Bound, right: Bound): Bound {
  if ([left, right].some((side) => isMoment(side.type) || side.type.name === 'interval')) {
    return dateArithmetic(operator, left, right);
  }
  const [a, b] = typeOperands(operator, left, right);
  const nullable = a.nullable || b.nullable;
  return { ...compute(operator, a, b), nullable };
}

function typeOperands(operator: string, left: Bound, right: Bound): [Bound, Bound] {
  if (left.literal !== undefined && right.literal !== undefined) {
    throw new SqlError(`operator is not unique: unknown ${operator} unknown; cast one side`);
  }
  const a = left.literal === undefined ? left : coerce(left, right.type, operator);
  const b = right.literal === undefined ? right : coerce(right, left.type, operator);
  if (!isNumber(a.type) || !isNumber(b.type)) {
    throw new SqlError(`operator does not exist: ${formatType(a.type)} ${operator} ${formatType(b.type)}`);
  }
  return [a, b];
}

function compute(operator: ArithmeticOperator, a: Bound, b: Bound): Bound {
  if (isFloat(a.type) || isFloat(b.type)) return computeFloat(operator, a, b);
  if (isInteger(a.type) && isInteger(b.type)) return computeInteger(operator, a, b);
  return computeNumeric(operator, a, b);
}

function computeFloat(operator: ArithmeticOperator, a: Bound, b: Bound): Bound {
  const type = a.type.name === 'float4' && b.type.name === 'float4' ? float4 : float8;
  const [x, y] = [a, b].map((side) => `cast(${side.sql} as ${duckType(type)})`) as [string, string];
  if (operator === '%') throw new SqlError('operator does not exist: double precision % double precision');
  return bound(operator === '/' ? guardZero(y, `${x} / ${y}`) : `(${x} ${operator} ${y})`, type);
}

const rank = { int2: 0, int4: 1, int8: 2 };

function computeInteger(operator: ArithmeticOperator, a: Bound, b: Bound): Bound {
  if (!isInteger(a.type) || !isInteger(b.type)) throw new Error('both sides must be integers');
  const type = rank[a.type.name] >= rank[b.type.name] ? a.type : b.type;
  const [x, y] = [a, b].map((side) => castTo(side, type)) as [string, string];
  if (operator === '/') return bound(guardZero(y, `${x} // ${y}`), type);
  if (operator === '%') return bound(guardZero(y, `${x} % ${y}`), type);
  return bound(`(${x} ${operator} ${y})`, type);
}

function computeNumeric(operator: ArithmeticOperator, a: Bound, b: Bound): Bound {
  const left = asNumeric(a.type);
  const right = asNumeric(b.type);
  if (left === undefined || right === undefined) throw new Error('both sides must be exact numbers');
  const x = castTo(a, numeric(left.precision, left.scale));
  const y = castTo(b, numeric(right.precision, right.scale));
  if (operator === '/') return divideNumeric({ sql: x, ...left }, { sql: y, ...right });
  const { precision, scale } = resultOf(operator, left, right);
  const type = numeric(Math.min(precision, maxPrecision), scale);
  const result = `cast(${x} ${operator} ${y} as ${duckType(type)})`;
  return bound(operator === '%' ? guardZero(y, result) : result, type);
}

type Digits = { precision: number; scale: number };

function resultOf(operator: ArithmeticOperator, left: Digits, right: Digits): Digits {
  if (operator === '*') {
    const scale = left.scale + right.scale;
    if (scale >= maxPrecision) {
      throw new SqlError(
        `Numeric data overflow (multiplication): the result would have scale ${scale}, at most 37 is possible; cast one side to a smaller scale`,
      );
    }
    return { precision: left.precision + right.precision + 1, scale };
  }
  const scale = Math.max(left.scale, right.scale);
  const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
  return { precision: whole + scale + (operator === '%' ? 0 : 1), scale };
}

/** DuckDB gives NULL or infinity for a division by zero; Redshift fails. */
export function guardZero(divisor: string, result: string): string {
  return `case when ${divisor} = 0 then error('Divide by zero') else ${result} end`;
}

function castTo(value: Bound, type: RsType): string {
  return formatType(value.type) === formatType(type) ? value.sql : `cast(${value.sql} as ${duckType(type)})`;
}
