import { quoteText } from './catalog.ts';
import { refuse, SqlError } from './sql-error.ts';
import { duckType, formatType, type RsType } from './types.ts';

const integerRange = { int2: 2n ** 15n, int4: 2n ** 31n, int8: 2n ** 63n };
const momentPattern = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,6})?)?)?$/;
/** Dates without hyphens, and month first (DateStyle MDY). */
const plainDate = /^(\d{4})(\d\d)(\d\d)(?=$|[T ])/;
const slashedDate = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?=$|[T ])/;
const truths = ['t', 'true', 'y', 'yes', '1'];
const falsehoods = ['f', 'false', 'n', 'no', '0'];

/** The value of a literal or parameter as DuckDB SQL of that type; fails as Redshift's leader node does on bad text. */
export function literalSql(value: string, type: RsType): string {
  const trimmed = value.trim();
  switch (type.name) {
    case 'varchar':
    case 'char':
    case 'unknown':
      return quoteText(value);
    case 'int2':
    case 'int4':
    case 'int8':
      return integerSql(value, type);
    case 'numeric':
      return numericSql(value, type);
    case 'float4':
    case 'float8':
      if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) throw invalid(value, type);
      if (!Number.isFinite(Number(trimmed)))
        throw new SqlError(`"${trimmed}" is out of range for type ${formatType(type)}`);
      return castSql(trimmed, type);
    case 'bool':
      if (truths.includes(trimmed.toLowerCase())) return 'true';
      if (falsehoods.includes(trimmed.toLowerCase())) return 'false';
      throw invalid(value, type);
    case 'date':
      return castSql(readMoment(trimmed.replace(utc, ''), type).slice(0, 10), type);
    case 'timestamp':
      return castSql(readMoment(trimmed.replace(utc, ''), type), type);
    case 'timestamptz': {
      const zone = /\s*(Z|[+-]\d\d(:?\d\d)?)$/.exec(trimmed)?.[0] ?? '';
      return castSql(readMoment(trimmed.slice(0, trimmed.length - zone.length), type) + zone, type);
    }
    default:
      throw invalid(value, type);
  }
}

function castSql(value: string, type: RsType): string {
  return `cast(${quoteText(value)} as ${duckType(type)})`;
}

function integerSql(value: string, type: RsType & { name: 'int2' | 'int4' | 'int8' }): string {
  const trimmed = value.trim();
  if (!/^[+-]?\d+$/.test(trimmed)) throw invalid(value, type);
  const number = BigInt(trimmed.replace('+', ''));
  const limit = integerRange[type.name];
  if (number >= limit || number < -limit) {
    throw new SqlError(`value "${trimmed}" is out of range for type ${formatType(type)}`);
  }
  return castSql(number.toString(), type);
}

function numericSql(value: string, type: RsType & { name: 'numeric' }): string {
  const match = /^[+-]?(\d*)(?:\.(\d*))?$/.exec(value.trim());
  if (match === null || `${match[1]}${match[2] ?? ''}` === '') throw invalid(value, type);
  const whole = (match[1] ?? '').replace(/^0+/, '');
  if (whole.length > type.precision - type.scale) {
    throw new SqlError(`Numeric data overflow (result precision): ${value.trim()} does not fit ${formatType(type)}`);
  }
  return castSql(value.trim(), type);
}

// A local time has no zone: UTC's sign alone says nothing else than what stands before it.
const utc = /(?<=:\d\d(\.\d{1,6})?)(Z|\+00(:?00)?)$/;

function readMoment(text: string, type: RsType): string {
  const value = text
    .replace(plainDate, '$1-$2-$3')
    .replace(slashedDate, (_, month: string, day: string, year: string) => {
      return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    });
  const match = momentPattern.exec(value);
  if (match === null) {
    throw refuse(`'${text}' as ${formatType(type)}`, 'write YYYY-MM-DD or YYYY-MM-DD HH:MM:SS[.ffffff]');
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isReal || year === 0 || hour > 23 || minute > 59 || second > 59) {
    throw new SqlError(`date/time field value out of range: "${text}"`);
  }
  return value;
}

function invalid(value: string, type: RsType): SqlError {
  return new SqlError(`invalid input syntax for ${formatType(type)}: "${value}"`);
}
