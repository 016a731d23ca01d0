import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { quoteText } from '../sql/catalog.ts';
import { DatabaseLockedError } from './database-locked-error.ts';

/** An open database file and how to let go of it. */
export type OpenDatabase = { instance: DuckDBInstance; close(): Promise<void> };

/** File locks do not hold against the process that has them, so a second opening here must be noticed here. */
const opened = new Set<string>();

/**
 * Opens a DuckDB file for the endpoint alone. Statements reach no file but those under `tmpRoot` and load no extension;
 * DuckDB lets nobody take that back. (Its settings are not locked: ALTER TABLE sets one behind the scenes.) Rejects with DatabaseLockedError if the file is in use.
 */
export async function openDatabase(path: string, tmpRoot: string, memoryLimit?: string): Promise<OpenDatabase> {
  const isFile = path !== ':memory:';
  const key = resolve(path);
  if (isFile && opened.has(key)) throw new DatabaseLockedError(path, process.pid);
  if (isFile) {
    await mkdir(dirname(key), { recursive: true });
    opened.add(key);
  }
  try {
    const instance = await createInstance(path, tmpRoot, memoryLimit);
    return {
      instance,
      close: async () => {
        // What a full disk keeps out of the file stays in the log beside it, and the next opening replays that.
        await checkpoint(instance).catch(() => undefined);
        instance.closeSync();
        opened.delete(key);
      },
    };
  } catch (error) {
    opened.delete(key);
    throw error;
  }
}

async function createInstance(path: string, tmpRoot: string, memoryLimit?: string): Promise<DuckDBInstance> {
  await mkdir(tmpRoot, { recursive: true });
  const options: Record<string, string> = {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    temp_directory: join(tmpRoot, 'spill'),
    ...(memoryLimit === undefined ? {} : { memory_limit: memoryLimit }),
  };
  const instance = await DuckDBInstance.create(path, options).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    if (!/could not set lock|conflicting lock/i.test(message)) throw error;
    const pid = /\(PID (\d+)\)/.exec(message)?.[1];
    throw new DatabaseLockedError(path, pid === undefined ? undefined : Number(pid));
  });
  const connection = await instance.connect();
  await connection.run(`set global TimeZone = 'UTC';
    set global default_null_order = 'NULLS_LAST_ON_ASC_FIRST_ON_DESC';
    set global preserve_insertion_order = true;
    set global allowed_directories = [${quoteText(resolve(tmpRoot))}];
    set global enable_external_access = false`);
  connection.closeSync();
  return instance;
}

async function checkpoint(instance: DuckDBInstance): Promise<void> {
  const connection = await instance.connect();
  try {
    await connection.run('checkpoint');
  } finally {
    connection.closeSync();
  }
}
