import type { JsonType, PropertyType } from '../../contracts/contract.ts';
import type { JudgedField } from '../../contracts/judged-fields.ts';
import type { ColumnSql } from './column-sql.ts';
import { trimSql } from './trim-sql.ts';

/*
 * Objects and lists within a document. Their text is what DuckDB writes of a JSON value, without blanks; of a string it begins with
 * a quote, so that none is taken for what it spells.
 */

/** Whether a field is an object or a list. */
export function isDocument({ kind }: JudgedField['type']): boolean {
  return kind === 'json' || kind === 'list';
}

/** The text of a field that is an object or a list; of a string what it says, so that an empty one is missing. */
export function documentText(field: string): string {
  return `case when ascii(${field}) = 34 then ${trimSql(`json_extract_string(${field}, '$')`)} else cast(${field} as varchar) end`;
}

/** An object, its text up to so many bytes. */
export function jsonSql({ maxBytes }: JsonType, jsonType: string): ColumnSql {
  const value = (text: string): string => `cast(${text} as varchar)`;
  return {
    value,
    isValid: (text) => `ascii(${text}) = 123 and ${jsonType} = 'OBJECT' and strlen(${text}) <= ${maxBytes}`,
    fastValue: (field) =>
      `case when ascii(${field}) = 123 and strlen(${field}) <= ${maxBytes} then ${value(field)} end`,
  };
}

/** Characters of a plain text of a list, which needs no escape and no trimming. */
const plainLength = 100;

/** A list of texts, none of them empty. */
export function listSql({ maxLength }: Extract<PropertyType, { kind: 'list' }>, jsonType: string): ColumnSql {
  const value = (text: string): string => `cast(${text} as varchar)`;
  const plain = `"[!#-\\[\\]-~]{1,${Math.min(plainLength, maxLength)}}"`;
  const said = `json_extract_string(item, '$')`;
  const isText = `json_type(item) = 'VARCHAR' and length(${said}) <= ${maxLength} and ${trimSql(said)} is not null`;
  return {
    value,
    isValid: (text) =>
      `case when ascii(${text}) = 91 and ${jsonType} = 'ARRAY' then json_array_length(${text}) > 0
        and len(list_filter(json_extract(${text}, '$[*]'), lambda item: not coalesce(${isText}, false))) = 0 else false end`,
    fastValue: (field) =>
      `case when regexp_full_match(${field}, '\\[${plain}(,${plain})*\\]') then ${value(field)} end`,
  };
}
