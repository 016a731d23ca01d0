import type { Contract } from '../../contracts/contract.ts';

/** What a JSON number that is no integer looks like: as an id it is invalid, and a prefix must not hide that. */
const noId = '-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?|-?(?i:nan|inf|infinity)';

/**
 * SQL of a column's text behind the feed's prefix where the column holds ids (session variable `id_prefix`); of others the text as it is.
 *
 * @param jsonType SQL of the field's JSON type, null where nobody has looked yet: what may be no integer stays as it is then.
 */
export function idText({ id, idReferences = [] }: Contract, column: string, text: string, jsonType: string): string {
  if (column !== id && !idReferences.includes(column)) return text;
  const mayBeNumber = `regexp_full_match(${text}, '${noId}') and not regexp_full_match(${text}, '-?[0-9]+')`;
  return `case when getvariable('id_prefix') = '' or (${mayBeNumber} and coalesce(${jsonType}, 'DOUBLE') <> 'VARCHAR') then ${text}
      else getvariable('id_prefix') || nullif(${text}, '') end`;
}
