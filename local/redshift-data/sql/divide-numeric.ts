import { type Bound, bound } from './bound.ts';
import { duckType, maxPrecision, numeric } from './types.ts';

type Operand = { sql: string; precision: number; scale: number };

/** Redshift reduces the scale of a quotient down to this when it runs out of digits. */
const minQuotientScale = 4;

/**
 * Exact DECIMAL division by the Developer Guide's formula:
 * scale = max(4, s1 + p2 - s2 + 1), precision = p1 - s1 + s2 + scale, and above 38 digits the scale gives way.
 * The quotient is cut, not rounded, at that scale (the guide does not say which), so that rounding it afterwards is exact.
 * DuckDB's own division would make money a floating point number.
 */
export function divideNumeric(a: Operand, b: Operand): Bound {
  const { precision, scale } = quotientType(a, b);
  const shift = scale - a.scale + b.scale;
  const dividend = shift >= 0 ? `${unscaled(a)} * ${power(shift)}` : unscaled(a);
  const divisor = shift >= 0 ? unscaled(b) : `(${unscaled(b)} * ${power(-shift)})`;
  const type = numeric(precision, scale);
  const quotient = rescale(`(${dividend} // ${divisor})`, scale);
  const sql = `case when ${b.sql} = 0 then error('Divide by zero') else cast(${quotient} as ${duckType(type)}) end`;
  return bound(sql, type);
}

function quotientType(a: Operand, b: Operand): { precision: number; scale: number } {
  const scale = Math.max(minQuotientScale, a.scale + b.precision - b.scale + 1);
  const precision = a.precision - a.scale + b.scale + scale;
  if (precision <= maxPrecision) return { precision, scale };
  return { precision: maxPrecision, scale: Math.max(maxPrecision + scale - precision, minQuotientScale) };
}

/** Digits without the point, as a 128-bit integer: exact for every DECIMAL. */
export function unscaled(operand: Operand): string {
  if (operand.scale === 0) return `cast(${operand.sql} as hugeint)`;
  return `cast(replace(cast(${operand.sql} as varchar), '.', '') as hugeint)`;
}

/** SQL of a power of ten. */
export function power(exponent: number): string {
  return `cast('1${'0'.repeat(exponent)}' as hugeint)`;
}

/** A DECIMAL of its digits. Whole part and fraction are converted apart: it cannot be made from them directly. */
export function rescale(digits: string, scale: number): string {
  if (scale === 0) return `cast(${digits} as ${duckType(numeric(maxPrecision, 0))})`;
  const whole = `cast(${digits} // ${power(scale)} as ${duckType(numeric(maxPrecision, 0))})`;
  const fraction = `cast(${digits} % ${power(scale)} as ${duckType(numeric(scale, 0))})`;
  const unit = `cast('0.${'0'.repeat(scale - 1)}1' as decimal(${scale},${scale}))`;
  return `cast(${whole} as decimal(${maxPrecision},${scale})) + ${fraction} * ${unit}`;
}
