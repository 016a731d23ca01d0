import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** An empty DuckDB in memory, of one thread as functions have it. */
export async function openDuckDB(): Promise<{ connection: DuckDBConnection; close(): void }> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
