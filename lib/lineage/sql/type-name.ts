import { formatType, type RsType } from '../../../local/redshift-data/sql/types.ts';

/** A type as sql/ writes it. */
export function typeName(type: RsType): string {
  return formatType(type)
    .replace('character varying', 'varchar')
    .replace(/numeric\((\d+),(\d+)\)/, 'decimal($1, $2)')
    .replace(' without time zone', '');
}
