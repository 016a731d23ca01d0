import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteText } from '../sql/catalog.ts';
import type { RsType } from '../sql/types.ts';

/** A column of a Parquet file: physical type and what it is annotated as. */
export type ParquetColumn = {
  name: string;
  physical: string;
  converted: string | null;
  logical: string | null;
  precision: number | null;
  scale: number | null;
  repetition: string | null;
  children: number | null;
};

/** The top-level columns of a Parquet file in their order. */
export async function readParquetColumns(connection: DuckDBConnection, file: string): Promise<ParquetColumn[]> {
  const reader = await connection.runAndReadAll(
    `select name, type as physical, converted_type as converted, logical_type as logical, precision::int as precision,
       scale::int as scale, repetition_type as repetition, num_children::int as children
     from parquet_schema(${quoteText(file)})`,
  );
  const [root, ...nodes] = reader.getRowObjectsJS() as ParquetColumn[];
  const columns: ParquetColumn[] = [];
  for (let at = 0; columns.length < (root?.children ?? 0); at += sizeOf(nodes, at)) {
    const node = nodes[at];
    if (node === undefined) break;
    columns.push(node);
  }
  return columns;
}

// Nested columns come depth first.
function sizeOf(nodes: readonly ParquetColumn[], at: number): number {
  let size = 1;
  for (let child = 0; child < (nodes[at]?.children ?? 0); child++) size += sizeOf(nodes, at + size);
  return size;
}

/** Whether COPY loads this Parquet column into a column of that type; the types must be the same, nothing is converted. */
export function isCompatible(column: ParquetColumn, type: RsType): boolean {
  if ((column.children ?? 0) > 0 || column.repetition === 'REPEATED') return false;
  const { physical, converted } = column;
  switch (type.name) {
    case 'int2':
      return physical === 'INT32' && converted === 'INT_16';
    case 'int4':
      return physical === 'INT32' && (converted === 'INT_32' || (converted ?? column.logical) === null);
    case 'int8':
      return physical === 'INT64' && (converted === 'INT_64' || (converted ?? column.logical) === null);
    case 'float4':
      return physical === 'FLOAT';
    case 'float8':
      return physical === 'DOUBLE';
    case 'bool':
      return physical === 'BOOLEAN';
    case 'date':
      return physical === 'INT32' && converted === 'DATE';
    case 'numeric':
      return converted === 'DECIMAL' && column.precision === type.precision && column.scale === type.scale;
    case 'varchar':
    case 'char':
      return physical === 'BYTE_ARRAY' && (converted === 'UTF8' || converted === 'ENUM');
    case 'timestamp':
      return isLocalTimestamp(column);
    default:
      return false;
  }
}

// Milliseconds or microseconds of a clock without a zone.
function isLocalTimestamp({ physical, logical }: ParquetColumn): boolean {
  return physical === 'INT64' && /^TimestampType\(isAdjustedToUTC=0, .*NANOS=<null>/.test(logical ?? '');
}

/** How an error names a Parquet column's type. */
export function formatParquetType(column: ParquetColumn): string {
  const annotation =
    column.converted === 'DECIMAL'
      ? `DECIMAL(${column.precision}, ${column.scale})`
      : (column.converted ?? column.logical ?? undefined);
  const repetition = (column.repetition ?? 'optional').toLowerCase();
  const type = column.physical === null ? 'group' : column.physical.toLowerCase();
  return `${repetition} ${type} ${column.name}${annotation === undefined ? '' : ` (${annotation})`}`;
}
