import type { ColumnType, DecimalType } from '../../contracts/contract.ts';
import type { JudgedField } from '../../contracts/judged-fields.ts';
import { trimmedCharacters } from '../../contracts/trim.ts';
import { instantSql } from './instant-sql.ts';
import { jsonSql, listSql } from './json-sql.ts';

/** A field of the contract as DuckDB SQL over a SQL expression of its text. */
export type ColumnSql = {
  /** Whether the trimmed, non-null text keeps the field's rule. */
  isValid(text: string): string;
  /** The typed value of a valid text. */
  value(text: string): string;
  /**
   * The typed value of an untrimmed field, null unless it is plainly valid. Cheap, and it may say null of a valid field,
   * never a value of an invalid one.
   */
  fastValue(field: string): string;
};

/**
 * How a field is read. Patterns stand before every cast, because DuckDB's casts accept more than the contract does.
 *
 * @param jsonType SQL that gives the JSON type of the field, `VARCHAR` for a string.
 */
export function columnSql({ name, type }: Pick<JudgedField, 'name' | 'type'>, jsonType: string): ColumnSql {
  switch (type.kind) {
    case 'text':
      return textSql(type, jsonType);
    case 'integer': {
      const value = (text: string): string => `try_cast(${text} as bigint)`;
      const digits = (text: string): string => matches(text, `[0-9]{1,${type.maxDigits}}`);
      return {
        value,
        isValid: (text) => `${digits(text)} and ${value(text)} >= ${type.min}`,
        fastValue: (field) => `case when ${digits(field)} and ${value(field)} >= ${type.min} then ${value(field)} end`,
      };
    }
    case 'decimal': {
      const value = (text: string): string => `try_cast(${text} as decimal(${type.precision}, ${type.scale}))`;
      const isDecimal = (text: string, digits: number): string => matches(text, decimal(digits, type.scale));
      const isExact = (text: string): string => matches(text, exactNumber(type));
      const isNumber = (text: string): string =>
        `${isDecimal(text, type.precision - type.scale)} and (${isExact(text)} or ${jsonType} = 'VARCHAR')`;
      return {
        value,
        isValid: (text) =>
          type.positive
            ? `(${isNumber(text)} and ${value(text)} > 0)`
            : // A number counts by its value, and minus nought is nought.
              `(${isNumber(text)} or ${text} = '-0.0' and ${jsonType} = 'DOUBLE')`,
        fastValue: (field) =>
          `case when ${isExact(field)} and ${type.positive ? `${value(field)} > 0` : `${field} <> '${vanished}'`} then ${value(field)} end`,
      };
    }
    case 'instant':
      return instantSql();
    case 'boolean': {
      const value = (text: string): string => matches(`lower(${text})`, yes);
      const isValid = (text: string): string => `${isAscii(text)} and ${matches(`lower(${text})`, `${yes}|${no}`)}`;
      return {
        value,
        isValid,
        fastValue: (field) => `case ${field} when 'true' then true when 'false' then false end`,
      };
    }
    case 'json':
      return jsonSql(type, jsonType);
    case 'list':
      return listSql(type, jsonType);
    case 'date':
      throw new Error(`column ${name}: a date is derived, never read from a file`);
  }
}

const yes = 'true|t|1|y|yes';
const no = 'false|f|0|n|no';
/** What DuckDB writes of 1e-400, which is not nought. */
const vanished = '0.0';
/** Noughts behind the last decimal and a missing whole part leave the value exact. */
function decimal(digits: number, scale: number): string {
  return `[0-9]{1,${digits}}(\\.[0-9]{1,${scale}}0*)?|\\.[0-9]{1,${scale}}0*`;
}

/**
 * A number whose digits a double keeps: fifteen are certain. Without a bound of its own a column of cents takes 13 before the
 * point, whatever stands behind it.
 */
function exactNumber({ scale, significantDigits }: DecimalType): string {
  if (significantDigits === undefined) return decimal(15 - scale, scale);
  const withDecimals = Array.from({ length: scale }, (_, at) => {
    const most = significantDigits - at - 1;
    return `[0-9]{0,${most}}\\.[0-9]{${at + 1}}0*`;
  });
  return [`[0-9]{1,${significantDigits}}(\\.0*)?`, ...withDecimals].join('|');
}

/** Anchored at both ends. Also used for small sets: DuckDB turns a long `in (...)` into a join for each column. */
function matches(text: string, pattern: string): string {
  return `regexp_full_match(${text}, '${pattern}')`;
}

/** Folding case would make ASCII of some letters that are none: the Kelvin sign, the long s. */
function isAscii(text: string): string {
  return matches(text, '[\\x00-\\x7F]*');
}

function textSql(type: Extract<ColumnType, { kind: 'text' }>, jsonType: string): ColumnSql {
  const value = (text: string): string => (type.letterCase ? `${type.letterCase}(${text})` : text);
  const pattern = type.oneOf?.join('|') ?? type.pattern;
  if (!pattern) {
    return {
      value,
      isValid: (text) => `length(${text}) <= ${type.maxLength} and ${isText(text, jsonType)}`,
      fastValue: (field) =>
        `case when ${isPlainText(field, type.maxLength)} and (ascii(${field}) > 57 or not ${matches(field, number)}) ` +
        `and (length(${field}) > 9 or not ${matches(field, notANumber)}) then ${value(field)} end`,
    };
  }
  // Of all patterns only those that let letters and digits mix match a JSON number with an exponent, or NaN.
  const mayBeNumber = ['1e5', '1e-07', '12345e67'].some((number) => new RegExp(`^(?:${pattern})$`).test(number));
  const fast = mayBeNumber
    ? (field: string) =>
        `${matches(field, pattern)} and not (length(${field}) <= 25 and ${matches(field, `${exponent}|${notANumber}`)})`
    : (field: string) => matches(field, pattern);
  return {
    value,
    isValid: (text) => `${isAscii(text)} and ${matches(value(text), pattern)} and ${isText(text, jsonType)}`,
    fastValue: (field) => `case when ${fast(field)} then ${field} end`,
  };
}

const exponent = '-?[0-9]+(\\.[0-9]+)?[eE][+-]?[0-9]+';
const number = `-?[0-9]+\\.[0-9]+|${exponent}`;
/** What DuckDB's JSON reader takes for a number although JSON has none such. */
const notANumber = '-?(?i:nan|inf|infinity)';

/** A JSON number counts as text only when it is an integer, an object or array never: what looks like one must be a string. */
function isText(text: string, jsonType: string): string {
  const suspicious = `${matches(text, number)} or ascii(${text}) = 91 or ascii(${text}) = 123`;
  return `(not (${suspicious}) or ${jsonType} = 'VARCHAR')`;
}

/** Patterns repeat no more often than this. */
const mostRepeats = 1000;

/** Free text that needs no trimming and is no array or object. */
function isPlainText(field: string, maxLength: number): string {
  const trimmed = [...trimmedCharacters].map((character) => `\\x{${character.codePointAt(0)?.toString(16)}}`).join('');
  const within = Math.max(0, maxLength - 2);
  const isLong = maxLength < 2 || within > mostRepeats;
  const pattern = `[^${trimmed}\\[{]([^${trimmed}]|(?s:.)${isLong ? '*' : `{0,${within}}`}[^${trimmed}])?`;
  return `${matches(field, pattern)}${isLong ? ` and length(${field}) <= ${maxLength}` : ''}`;
}
