import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

let opened: Promise<DuckDBConnection> | undefined;
let last: Promise<unknown> = Promise.resolve();

/** Rows of a statement, every value as DuckDB's JSON has it; one connection for all questions of a test file, one at a time. */
export function ask(sql: string): Promise<Record<string, string | null>[]> {
  opened ??= DuckDBInstance.create(':memory:', { threads: '1' }).then((instance) => instance.connect());
  const connection = opened;
  const answer = last.then(async () => {
    const result = await (await connection).runAndReadAll(sql);
    return result.getRowObjectsJson() as Record<string, string | null>[];
  });
  last = answer.catch(() => undefined);
  return answer;
}

/** The columns of Parquet files with their types, as `name type`, in order. */
export async function readTypes(path: string): Promise<string[]> {
  const rows = await ask(`describe select * from read_parquet('${path}', hive_partitioning = false)`);
  return rows.map((row) => `${row.column_name} ${row.column_type}`);
}

/** Rows of a Parquet file with the contract's columns as text: moments as microseconds, dates as dates. */
export function readRows(path: string): Promise<Record<string, string | null>[]> {
  return ask(`select ${toText(names)} from read_parquet('${path}', hive_partitioning = false)`);
}

/** Rows of Parquet files in the files' order, each with the path of its file. */
export async function readFiles(
  paths: readonly string[],
  columns: readonly string[] = names,
): Promise<{ path: string; row: Record<string, string | null> }[]> {
  if (paths.length === 0) return [];
  const list = paths.map((path) => `'${path}'`).join(', ');
  const rows = await ask(`select ${toText(columns)}, filename as path
    from read_parquet([${list}], hive_partitioning = false, filename = true)`);
  return rows.map(({ path, ...row }) => ({ path: path ?? '', row }));
}

/** What Silver holds, column by column, in order (interfaces, section 3). */
export const silverColumns = [
  'transaction_id VARCHAR',
  'version BIGINT',
  'customer_id VARCHAR',
  'card_id VARCHAR',
  'merchant_id VARCHAR',
  'merchant_name VARCHAR',
  'txn_ts TIMESTAMP',
  'amount DECIMAL(18,2)',
  'currency VARCHAR',
  'mcc VARCHAR',
  'status VARCHAR',
  'is_refund BOOLEAN',
  'channel VARCHAR',
  'original_transaction_id VARCHAR',
  'txn_date DATE',
  'ingest_date DATE',
  'source_file VARCHAR',
  'source_line BIGINT',
];

const names = silverColumns.map((column) => column.split(' ')[0] ?? '');

/** Columns as text: moments as microseconds. */
function toText(columns: readonly string[]): string {
  return columns
    .map((name) => (name.endsWith('_ts') ? `epoch_us(${name})::varchar as ${name}` : `${name}::varchar as ${name}`))
    .join(', ');
}
