import type { ColumnType } from './contract.ts';

/** The DuckDB type of a column, and with it the Parquet type of Silver. */
export function duckdbType(type: ColumnType): string {
  switch (type.kind) {
    case 'text':
    case 'json':
      return 'varchar';
    case 'integer':
      return 'bigint';
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'instant':
      return 'timestamp';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'date';
  }
}
