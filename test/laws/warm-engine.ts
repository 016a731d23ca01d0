import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Engine } from '../../lib/lake/engine.ts';

let opened: Promise<DuckDBInstance> | undefined;
let count = 0;

/**
 * Stands in for lib/lake/engine.ts where runs are many and small: the same settings, but one DuckDB for the whole process, in which
 * each engine is a database of its own that goes when it is closed. Making and ending a DuckDB takes longer than most of its statements.
 */
export async function openEngine(): Promise<Engine> {
  opened ??= DuckDBInstance.create(':memory:', {
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
  });
  const instance = await opened;
  const scratch = await mkdtemp(join(tmpdir(), 'paylake-'));
  const name = `engine_${count++}`;
  const own = await instance.connect();
  await own.run(`attach ':memory:' as ${name}`);
  const connections: DuckDBConnection[] = [];
  return {
    scratch,
    workers: 1,
    connect: async () => {
      const connection = await instance.connect();
      connections.push(connection);
      await connection.run(`use ${name}; set TimeZone = 'UTC'`);
      return connection;
    },
    close: async () => {
      for (const connection of connections) connection.closeSync();
      await own.run(`detach ${name}`);
      own.closeSync();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}
