import { arithmetic } from '../arithmetic.ts';
import { type Bound, bound } from '../bound.ts';
import { coerce } from '../coerce.ts';
import { refuse, SqlError } from '../sql-error.ts';
import { duckType, float8, formatType, isFloat, isInteger, isNumber, numeric, type RsType } from '../types.ts';
import { bindArguments, type FunctionRule, literalInteger, requireCount, simple, strict } from './function-rule.ts';

function asNumber(value: Bound | undefined, where: string): Bound {
  if (value === undefined) throw new SqlError(`${where}() takes a number`);
  if (value.literal !== undefined) return coerce(value, float8, where);
  if (!isNumber(value.type)) throw new SqlError(`function ${where}(${formatType(value.type)}) does not exist`);
  return value;
}

/** A function whose result is double precision whatever goes in. */
function floatFunction(name: string, guard?: (sql: string) => string): FunctionRule {
  return simple(1, 1, (value) => {
    const operand = asNumber(value, name);
    // Redshift runs these on the leader node for DECIMAL, with other results.
    if (operand.type.name === 'numeric' && name !== 'sqrt') throw refuse(`${name}() of a DECIMAL`, 'cast it to float8');
    const sql = `cast(${operand.sql} as double)`;
    const result = `${name}(${sql})`;
    return strict(guard === undefined ? result : `case when ${guard(sql)} else ${result} end`, float8);
  });
}

/** ceil and floor: whole numbers of the same kind. */
function toWhole(name: 'ceil' | 'floor'): FunctionRule {
  return simple(1, 1, (value) => {
    const operand = asNumber(value, name);
    if (isInteger(operand.type)) return { ...operand, name };
    const type = wholeType(operand.type);
    return strict(`cast(${name}(${operand.sql}) as ${duckType(type)})`, type, { name, roundedTo: 0 });
  });
}

function wholeType(type: RsType): RsType {
  if (type.name !== 'numeric') return type;
  // Rounding up may need a digit more.
  return numeric(Math.min(38, type.precision - type.scale + 1), 0);
}

// round(x, n) of a DECIMAL keeps n decimals, halves away from zero.
const round: FunctionRule = (context) => {
  const { call } = context;
  requireCount(call, 1, 2);
  const places = call.args.length === 2 ? literalInteger(call.args[1], 'round()') : 0;
  const operand = asNumber(context.bind(call.args[0] ?? { kind: 'null' }), 'round');
  const more = { name: 'round', nullable: operand.nullable, roundedTo: Math.max(places, 0) };
  if (isFloat(operand.type)) return bound(`round(cast(${operand.sql} as double), ${places})`, float8, more);
  if (places < 0) {
    const type = wholeType(operand.type);
    return bound(`cast(round(${operand.sql}, ${places}) as ${duckType(type)})`, type, more);
  }
  if (operand.type.name !== 'numeric') return { ...operand, name: 'round' };
  if (places >= operand.type.scale) return { ...operand, name: 'round', constant: false };
  const type = numeric(Math.min(38, operand.type.precision - operand.type.scale + places + 1), places);
  return bound(`cast(round(${operand.sql}, ${places}) as ${duckType(type)})`, type, more);
};

/** trunc(number [, n]); trunc(timestamp) is a date and bound elsewhere. */
export const truncateNumber: FunctionRule = (context) => {
  const { call } = context;
  const places = call.args.length === 2 ? literalInteger(call.args[1], 'trunc()') : 0;
  const operand = asNumber(context.bind(call.args[0] ?? { kind: 'null' }), 'trunc');
  const more = { name: 'trunc', nullable: operand.nullable, roundedTo: Math.max(places, 0) };
  if (places < 0 && !isFloat(operand.type)) {
    const type = wholeType(operand.type);
    const whole = isInteger(type) ? operand.sql : `cast(trunc(${operand.sql}) as decimal(38, 0))`;
    const unit = `cast('1${'0'.repeat(-places)}' as ${isInteger(type) ? 'bigint' : 'decimal(38, 0)'})`;
    return bound(`cast(${whole} - ${whole} % ${unit} as ${duckType(type)})`, type, more);
  }
  if (isFloat(operand.type)) {
    if (places !== 0) throw refuse('trunc() of a floating point number to decimals or tens');
    return bound(`trunc(cast(${operand.sql} as double))`, float8, more);
  }
  if (operand.type.name !== 'numeric' || places >= operand.type.scale)
    return { ...operand, name: 'trunc', constant: false };
  const type = numeric(Math.max(1, operand.type.precision - operand.type.scale + places), places);
  const unit = `cast('1e-${places}' as ${duckType(numeric(places + 1, places))})`;
  return bound(`cast(${operand.sql} - ${operand.sql} % ${unit} as ${duckType(type)})`, type, more);
};

const mod: FunctionRule = (context) => {
  const [a, b] = bindArguments(context, 2, 2);
  return { ...arithmetic('%', a as Bound, b as Bound), name: 'mod' };
};

const power: FunctionRule = simple(2, 2, (a, b) => {
  const [x, y] = [a, b].map((side) => `cast(${asNumber(side, 'power').sql} as double)`);
  return strict(`power(${x}, ${y})`, float8, { name: 'power' });
});

/** Functions of numbers. */
export const numberFunctions: Record<string, FunctionRule> = {
  abs: simple(1, 1, (value) => {
    const operand = asNumber(value, 'abs');
    return strict(`cast(abs(${operand.sql}) as ${duckType(operand.type)})`, operand.type, {
      name: 'abs',
      roundedTo: operand.roundedTo,
    });
  }),
  sign: simple(1, 1, (value) => {
    const operand = asNumber(value, 'sign');
    const type = operand.type.name === 'numeric' ? numeric(1, 0) : operand.type;
    return strict(`cast(sign(${operand.sql}) as ${duckType(type)})`, type, { name: 'sign' });
  }),
  ceil: toWhole('ceil'),
  ceiling: toWhole('ceil'),
  floor: toWhole('floor'),
  round,
  mod,
  power,
  pow: power,
  sqrt: floatFunction('sqrt', (x) => `${x} < 0 then error('cannot take square root of a negative number')`),
  ln: floatFunction('ln', (x) => `${x} <= 0 then error('cannot take logarithm of zero or a negative number')`),
  exp: floatFunction('exp'),
  log: floatFunction('log', (x) => `${x} <= 0 then error('cannot take logarithm of zero or a negative number')`),
};
