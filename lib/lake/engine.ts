import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** DuckDB inside the function: bounded memory that spills to a scratch folder of its own. */
export type Engine = {
  connect(): Promise<DuckDBConnection>;
  /** Folder for files that come and go with the engine. */
  scratch: string;
  /** How many connections may work side by side. */
  workers: number;
  close(): Promise<void>;
};

/**
 * Opens an engine. `memoryMiB` is DuckDB's own limit; the process takes 150 MiB beside it for a small day, and 1,200 for one of
 * ten million rows.
 * `threads` is per statement: 1 makes a statement's output independent of the machine, and work runs in parallel over
 * several connections instead.
 */
export async function openEngine(options: { memoryMiB: number; threads?: number }): Promise<Engine> {
  const scratch = await mkdtemp(join(tmpdir(), 'paylake-'));
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads ?? availableParallelism()),
    memory_limit: `${options.memoryMiB}MiB`,
    temp_directory: join(scratch, 'spill'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
  });
  return {
    scratch,
    workers: availableParallelism(),
    connect: async () => {
      const connection = await instance.connect();
      await connection.run("set TimeZone = 'UTC'");
      return connection;
    },
    close: async () => {
      instance.closeSync();
      await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
