import { SqlError } from './sql-error.ts';

/**
 * A Redshift type. `unknown` is a string literal or parameter that takes the type of what it meets, `interval` exists
 * only inside date arithmetic.
 */
export type RsType =
  | { name: 'int2' | 'int4' | 'int8' }
  | { name: 'float4' | 'float8' | 'bool' }
  | { name: 'date' | 'timestamp' | 'timestamptz' | 'interval' | 'unknown' }
  | { name: 'numeric'; precision: number; scale: number }
  | { name: 'varchar' | 'char'; length: number };

export const int2: RsType = { name: 'int2' };
export const int4: RsType = { name: 'int4' };
export const int8: RsType = { name: 'int8' };
export const float4: RsType = { name: 'float4' };
export const float8: RsType = { name: 'float8' };
export const bool: RsType = { name: 'bool' };
export const date: RsType = { name: 'date' };
export const timestamp: RsType = { name: 'timestamp' };
export const timestamptz: RsType = { name: 'timestamptz' };
export const interval: RsType = { name: 'interval' };
export const unknown: RsType = { name: 'unknown' };

/** Longest VARCHAR and CHAR in bytes. */
export const maxVarcharBytes = 65_535;
export const maxCharBytes = 4096;
export const text: RsType = { name: 'varchar', length: maxVarcharBytes };

/** Greatest precision of a DECIMAL; the greatest scale is one less. */
export const maxPrecision = 38;

export function numeric(precision: number, scale: number): RsType {
  if (precision < 1 || precision > maxPrecision) {
    throw new SqlError(`NUMERIC precision ${precision} must be between 1 and ${maxPrecision}`);
  }
  if (scale > precision || scale >= maxPrecision) {
    throw new SqlError(`NUMERIC scale ${scale} must be between 0 and precision ${precision}, at most 37`);
  }
  return { name: 'numeric', precision, scale };
}

export function varchar(length: number): RsType {
  if (length < 1 || length > maxVarcharBytes) {
    throw new SqlError(`length for type varchar must be between 1 and ${maxVarcharBytes}`);
  }
  return { name: 'varchar', length };
}

export function char(length: number): RsType {
  if (length < 1 || length > maxCharBytes)
    throw new SqlError(`length for type char must be between 1 and ${maxCharBytes}`);
  return { name: 'char', length };
}

export function isInteger(type: RsType): type is { name: 'int2' | 'int4' | 'int8' } {
  return type.name === 'int2' || type.name === 'int4' || type.name === 'int8';
}

export function isFloat(type: RsType): boolean {
  return type.name === 'float4' || type.name === 'float8';
}

export function isNumber(type: RsType): boolean {
  return isInteger(type) || isFloat(type) || type.name === 'numeric';
}

export function isText(type: RsType): type is { name: 'varchar' | 'char'; length: number } {
  return type.name === 'varchar' || type.name === 'char';
}

export function isMoment(type: RsType): boolean {
  return type.name === 'date' || type.name === 'timestamp' || type.name === 'timestamptz';
}

export function sameType(a: RsType, b: RsType): boolean {
  return formatType(a) === formatType(b);
}

/** The name Redshift shows, as in error texts and `svv_columns`. */
export function formatType(type: RsType): string {
  switch (type.name) {
    case 'numeric':
      return `numeric(${type.precision},${type.scale})`;
    case 'varchar':
      return `character varying(${type.length})`;
    case 'char':
      return `character(${type.length})`;
    default:
      return typeWords[type.name];
  }
}

const typeWords = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  date: 'date',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  interval: 'interval',
  unknown: 'unknown',
} as const;

/** The DuckDB type that holds it. */
export function duckType(type: RsType): string {
  switch (type.name) {
    case 'numeric':
      return `decimal(${type.precision},${type.scale})`;
    case 'varchar':
    case 'char':
    case 'unknown':
      return 'varchar';
    case 'timestamp':
      return 'timestamp';
    default:
      return typeWords[type.name];
  }
}

/** What integers count as beside a DECIMAL (Developer Guide, "Numeric calculations with INTEGER and DECIMAL types"). */
export function asNumeric(type: RsType): { precision: number; scale: number } | undefined {
  switch (type.name) {
    case 'int2':
      return { precision: 5, scale: 0 };
    case 'int4':
      return { precision: 10, scale: 0 };
    case 'int8':
      return { precision: 19, scale: 0 };
    case 'numeric':
      return type;
    default:
      return undefined;
  }
}
