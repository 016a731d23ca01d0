import type { ScopeColumn } from '../sql/scope.ts';
import { isFloat, isInteger, isText, type RsType } from '../sql/types.ts';

/** `ColumnMetadata` of a result column, with Redshift's type names. */
export function columnMetadata(column: ScopeColumn): Record<string, unknown> {
  const { type } = column;
  return {
    name: column.name,
    label: column.name,
    typeName: type.name === 'char' ? 'bpchar' : type.name,
    isCaseSensitive: isText(type),
    isCurrency: false,
    isSigned: isInteger(type) || isFloat(type) || type.name === 'numeric',
    nullable: column.nullable ? 1 : 0,
    schemaName: column.source?.schema ?? '',
    tableName: column.source?.table ?? '',
    precision: precisionOf(type),
    scale: type.name === 'numeric' ? type.scale : 0,
    length: isText(type) ? type.length : 0,
  };
}

const digits: Partial<Record<RsType['name'], number>> = {
  int2: 5,
  int4: 10,
  int8: 19,
  float4: 8,
  float8: 17,
  bool: 1,
  date: 13,
  timestamp: 29,
  timestamptz: 35,
};

// What the JDBC driver reports as the column size.
function precisionOf(type: RsType): number {
  if (type.name === 'numeric') return type.precision;
  if (isText(type)) return type.length;
  return digits[type.name] ?? 0;
}
