import type { ColumnType } from '../contracts/contract.ts';

/** The catalog's type of a column of Silver, by what stands in its Parquet files. */
export function hiveType(type: ColumnType): string {
  switch (type.kind) {
    case 'text':
    case 'json':
      return 'string';
    case 'integer':
      return 'bigint';
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'instant':
      return 'timestamp';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'date';
  }
}
