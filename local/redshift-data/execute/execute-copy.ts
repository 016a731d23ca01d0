import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { assignSql } from '../sql/assign.ts';
import { targetColumns } from '../sql/bind-insert.ts';
import { bound } from '../sql/bound.ts';
import { type CatalogColumn, formatTable, quoteName, quoteText, type Relation, sqlName } from '../sql/catalog.ts';
import { requireAssumeRole, requireRelation } from '../sql/require-access.ts';
import { SqlError } from '../sql/sql-error.ts';
import type { CopyStatement } from '../sql/syntax.ts';
import { formatType, isText, text } from '../sql/types.ts';
import { formatParquetType, isCompatible, readParquetColumns } from './parquet-columns.ts';
import { type ManifestEntry, readManifest } from './read-manifest.ts';
import { parseS3Url } from './s3-location.ts';
import { bindContext, type Outcome, runSql, type Session } from './session.ts';

/**
 * COPY of Parquet files by manifest. Columns go by position; count and types must match exactly, as Redshift's reader
 * wants them. A file listed twice is loaded twice.
 */
export async function executeCopy(session: Session, statement: CopyStatement): Promise<Outcome> {
  const relation = session.catalog.getTable(statement.table, 'cannot copy to view');
  const asking = bindContext(session);
  requireRelation(asking, relation, 'insert');
  requireAssumeRole(asking, statement.role, 'copy');
  const columns = targetColumns(relation, statement.columns);
  const s3 = session.s3As(statement.role);
  const entries = await readManifest(s3, statement.manifest, session.signal);
  await mkdir(session.scratch, { recursive: true });
  let rows = 0;
  let found = 0;
  for (const entry of entries) {
    const file = join(session.scratch, `copy-${process.hrtime.bigint()}.parquet`);
    try {
      if (!(await download(s3, entry, file, session.signal))) continue;
      found += 1;
      rows += await loadFile(session, { relation, columns, file, url: entry.url });
    } finally {
      await rm(file, { force: true });
    }
  }
  if (found === 0) throw new SqlError(`The manifest ${statement.manifest} lists no file that exists`);
  return { rows };
}

/** Fetches an object; false if it is missing and may be. */
async function download(s3: S3Client, entry: ManifestEntry, file: string, signal: AbortSignal): Promise<boolean> {
  const object = await s3
    .send(new GetObjectCommand(parseS3Url(entry.url)), { abortSignal: signal })
    .catch((error: unknown) => {
      if (!(error instanceof NoSuchKey)) throw error;
      return undefined;
    });
  if (object === undefined) {
    if (!entry.mandatory) return false;
    throw new SqlError(
      `S3ServiceException:The specified key does not exist,Status 404,Error NoSuchKey: mandatory file ${entry.url}`,
    );
  }
  if (object.ContentLength !== entry.contentLength) {
    throw new SqlError(
      `The size of ${entry.url} is ${object.ContentLength} bytes, its content_length in the manifest is ${entry.contentLength}`,
    );
  }
  await pipeline(object.Body as Readable, createWriteStream(file), { signal });
  return true;
}

type Load = { relation: Relation; columns: readonly CatalogColumn[]; file: string; url: string };

async function loadFile(session: Session, load: Load): Promise<number> {
  const { relation, columns, file, url } = load;
  const found = await readParquetColumns(session.connection, file).catch((error: unknown) => {
    throw new SqlError(`Spectrum Scan Error: File '${url}' is not a Parquet file: ${String(error).split('\n')[0]}`);
  });
  if (found.length !== columns.length) {
    throw new SqlError(
      `Spectrum Scan Error: Unmatched number of columns between table and file. Table columns: ${columns.length}, Data columns: ${found.length}, Table name: ${formatTable(relation)}, File name: ${url}`,
    );
  }
  for (const [i, column] of columns.entries()) {
    const source = found[i];
    if (source !== undefined && isCompatible(source, column.type)) continue;
    throw new SqlError(
      `Spectrum Scan Error: File '${url}' has an incompatible Parquet schema for column '${url}.${column.name}'. Column type: ${formatType(column.type).toUpperCase()}, Parquet schema: ${source === undefined ? '' : formatParquetType(source)}`,
    );
  }
  const names = columns.map((_, i) => `"p${i}"`);
  const items = columns.map((column, i) => {
    const value = bound(`"p${i}"`, isText(column.type) ? text : column.type);
    return assignSql(value, column, (type, name, bytes) => {
      const message = `The length of the data column ${name} is longer than the length defined in the table. Table: ${type.length}, File name: ${url}, Data: `;
      return `${quoteText(message)} || ${bytes}`;
    });
  });
  const source = `read_parquet(${quoteText(file)}, hive_partitioning = false)`;
  const into = `insert into ${sqlName(relation)} (${columns.map((column) => quoteName(column.name)).join(', ')})`;
  return runSql(session, `${into} select ${items.join(', ')} from ${source} as "f"(${names.join(', ')})`);
}
