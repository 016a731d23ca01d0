import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { limits } from '../limits.ts';
import type { ScopeColumn } from '../sql/scope.ts';
import { SqlError } from '../sql/sql-error.ts';
import { formatField } from './format-field.ts';
import type { ResultSet } from './result-set.ts';

/** Runs a query and turns its rows into pages; fails on a row or a result that is too large for the Data API. */
export async function readResult(
  connection: DuckDBConnection,
  sql: string,
  columns: readonly ScopeColumn[],
): Promise<ResultSet> {
  const result = await connection.stream(sql);
  const pages: Buffer[] = [];
  let page: string[] = [];
  let pageBytes = 0;
  let rows = 0;
  let bytes = 0;
  for await (const chunk of result.yieldRows()) {
    for (const row of chunk) {
      const { json, size } = formatRow(row, columns);
      page.push(json);
      pageBytes += json.length;
      rows += 1;
      bytes += size;
      if (bytes > limits.resultBytes) throw new SqlError(tooLarge);
      if (page.length < limits.pageRows && pageBytes < limits.pageBytes) continue;
      pages.push(Buffer.from(`[${page.join(',')}]`));
      page = [];
      pageBytes = 0;
    }
  }
  if (page.length > 0 || pages.length === 0) pages.push(Buffer.from(`[${page.join(',')}]`));
  return { columns, pages, rows, bytes };
}

const tooLarge = `The result is larger than ${limits.resultBytes / 1024 / 1024} MB: use unload`;

function formatRow(row: DuckDBValue[], columns: readonly ScopeColumn[]): { json: string; size: number } {
  let size = 0;
  const fields = columns.map((column, i) => {
    const field = formatField(row[i] ?? null, column.type);
    size += field.bytes;
    return field.json;
  });
  if (size > limits.rowBytes) {
    throw new SqlError(
      `Packet for query is too large: a row has ${size} bytes, at most ${limits.rowBytes} are possible`,
    );
  }
  return { json: `[${fields.join(',')}]`, size };
}
