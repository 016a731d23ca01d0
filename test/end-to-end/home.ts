import { createHash } from 'node:crypto';
import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';

/*
 * What stands in a home, read with nothing of Paylake's: plain files and stock DuckDB.
 */

export const bronzeOf = (home: string): string => join(home, 's3', 'paylake-bronze');
export const silverOf = (home: string): string => join(home, 's3', 'paylake-silver');
export const goldOf = (home: string): string => join(home, 's3', 'paylake-gold');

/** The folder of the Parquet files that a mart's pointer names. */
export function martFolder(home: string, mart: string): string {
  const pointer = JSON.parse(readFileSync(join(goldOf(home), mart, '_latest.json'), 'utf8')) as { files: string[] };
  return join(goldOf(home), dirname(pointer.files[0] ?? ''));
}

/** Keys of a bucket, sorted bytewise; also while a run is changing it. */
export function keysOf(bucket: string): string[] {
  return filesBelow(bucket)
    .map((path) => relative(bucket, path).split(sep).join('/'))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = listFolder(folder).map((entry) => ({
    path: join(folder, entry.name),
    isFolder: entry.isDirectory(),
  }));
  return entries.flatMap(({ path, isFolder }) => (isFolder ? filesBelow(path) : [path]));
}

/** A folder whose last object is removed goes with it, between two looks. */
function listFolder(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Keys of published Silver: all that does not begin with `_`. */
export function silverKeys(home: string): string[] {
  return keysOf(silverOf(home)).filter((key) => !key.startsWith('_'));
}

/** SHA-256 over the sorted lines `key TAB sha256(file)`, joined by LF (interfaces, section 2). */
export function silverDigest(home: string): string {
  const lines = silverKeys(home).map((key) => `${key}\t${sha256(readFileSync(join(silverOf(home), key)))}`);
  return sha256(lines.join('\n'));
}

/** Content hashes of all objects under a prefix: what "nothing was touched" means. */
export function contentOf(bucket: string, prefix = ''): Record<string, string> {
  const keys = keysOf(bucket).filter((key) => key.startsWith(prefix));
  return Object.fromEntries(keys.map((key) => [key, sha256(readFileSync(join(bucket, key)))]));
}

export type BronzeLine = { file: string; line: number; ingestDate: string; raw: string };

/** Every line of the NDJSON files of native data, with the place it stands at. */
export function bronzeLines(home: string): BronzeLine[] {
  return keysOf(bronzeOf(home)).flatMap((file) => {
    const ingestDate = /ingest_date=([0-9-]{10})/.exec(file)?.[1] ?? '';
    const bytes = readFileSync(join(bronzeOf(home), file));
    const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().split('\n');
    return lines.map((raw, at) => ({ file, line: at + 1, ingestDate, raw })).filter(({ raw }) => raw.trim() !== '');
  });
}

export type SetAside = { raw: string; rules: string[]; file: string; line: number; contractVersion: number };

/** Rows of the NDJSON files under a prefix of Silver. */
export function setAside(home: string, prefix: string): SetAside[] {
  return keysOf(silverOf(home))
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) =>
      readFileSync(join(silverOf(home), key), 'utf8')
        .trimEnd()
        .split('\n'),
    )
    .map((line) => JSON.parse(line) as SetAside);
}

type Ask = (sql: string) => Promise<Record<string, unknown>[]>;

/** Opens warehouse and Silver with stock DuckDB: schemas core, mart and ops under `warehouse`, the view `silver`. */
export async function withDuckDB<Result>(home: string, work: (ask: Ask) => Promise<Result>): Promise<Result> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`attach '${join(home, 'warehouse.duckdb')}' as warehouse (read_only)`);
    if (silverKeys(home).length > 0) {
      const files = join(silverOf(home), 'transactions', '*', '*', '*.parquet');
      await connection.run(
        `create view silver as select * from read_parquet('${files}', hive_partitioning = false, filename = true)`,
      );
    }
    return await work(async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson());
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const published = ['core.fact_transactions', 'mart.sales_daily', 'mart.rfm_customer', 'core.dim_customer'] as const;

/** Everything a reader sees: the digest, and the rows of fact, marts and a dimension in an order of their own. */
export async function seen(home: string): Promise<Record<string, unknown>> {
  return withDuckDB(home, async (ask) => {
    const tables = published.map(async (table) => [table, await ask(`from warehouse.${table} order by all`)]);
    return { digest: silverDigest(home), ...Object.fromEntries(await Promise.all(tables)) };
  });
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
