import { parseColumnList } from './parse-dml.ts';
import { parseTableName } from './parse-from.ts';
import { refuse, SqlError } from './sql-error.ts';
import type { CopyStatement, UnloadStatement } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

const mebibyte = 1024 * 1024;
/** UNLOAD's default largest file (Developer Guide, UNLOAD). */
const defaultFileSize = 6.2 * 1024 * mebibyte;

/** Reads COPY t (columns) FROM 's3://...' IAM_ROLE '...' MANIFEST FORMAT AS PARQUET. */
export function parseCopy(cursor: TokenCursor): CopyStatement {
  const table = parseTableName(cursor);
  const columns = cursor.atOperator('(') ? parseColumnList(cursor) : undefined;
  cursor.expectWords('from');
  const manifest = readS3Url(cursor);
  let role: string | undefined;
  let isManifest = false;
  let isParquet = false;
  while (!atEnd(cursor)) {
    if (cursor.acceptWords('iam_role')) role = readRole(cursor);
    else if (cursor.acceptWords('region')) {
      cursor.acceptWords('as');
      cursor.string();
    } else if (cursor.acceptWords('manifest')) isManifest = true;
    else if (acceptParquet(cursor)) isParquet = true;
    else if (cursor.acceptWords('statupdate')) cursor.acceptOneOf('on', 'off', 'true', 'false');
    else if (cursor.acceptWords('compupdate')) throw new SqlError('COMPUPDATE is not supported for PARQUET');
    else throw refuse(`the COPY option ${cursor.peek().text.toUpperCase()}`);
  }
  if (role === undefined) throw new SqlError('COPY needs IAM_ROLE');
  if (!isParquet) throw refuse('COPY from anything but PARQUET', 'write format as parquet');
  if (!isManifest)
    throw refuse('COPY by key prefix', 'a prefix also takes what it should not: this endpoint wants MANIFEST');
  return { kind: 'copy', table, columns, manifest, role };
}

/** Reads UNLOAD ('query') TO 's3://...' IAM_ROLE '...' FORMAT AS PARQUET, or CSV with HEADER and EXTENSION; KMS_KEY_ID with ENCRYPTED. */
export function parseUnload(cursor: TokenCursor): UnloadStatement {
  const query = cursor.parenthesised(() => cursor.string());
  cursor.expectWords('to');
  const unload: UnloadStatement = {
    kind: 'unload',
    query,
    to: readS3Url(cursor),
    role: '',
    parallel: true,
    existing: 'fail',
    maxFileSize: defaultFileSize,
    format: 'csv',
    header: false,
  };
  let isFormat = false;
  let isEncrypted = false;
  while (!atEnd(cursor)) {
    if (cursor.acceptWords('iam_role')) unload.role = readRole(cursor);
    else if (cursor.acceptWords('region')) {
      cursor.acceptWords('as');
      cursor.string();
    } else if (acceptParquet(cursor)) {
      isFormat = true;
      unload.format = 'parquet';
    } else if (acceptCsv(cursor)) isFormat = true;
    else if (cursor.acceptWords('header')) unload.header = true;
    else if (cursor.acceptWords('extension')) unload.extension = cursor.string();
    else if (cursor.acceptWords('kms_key_id')) unload.kmsKey = readKey(cursor);
    else if (cursor.acceptWords('encrypted')) {
      if (cursor.atWords('auto')) throw refuse('ENCRYPTED AUTO', 'name the key: kms_key_id and encrypted');
      isEncrypted = true;
    } else if (cursor.acceptWords('allowoverwrite')) setExisting(unload, 'overwrite');
    else if (cursor.acceptWords('cleanpath')) setExisting(unload, 'clean');
    else if (cursor.acceptWords('parallel')) {
      const parallel = cursor.acceptOneOf('on', 'true', 'off', 'false') ?? 'on';
      unload.parallel = parallel === 'on' || parallel === 'true';
    } else if (cursor.acceptWords('maxfilesize')) unload.maxFileSize = readSize(cursor);
    else throw refuse(`the UNLOAD option ${cursor.peek().text.toUpperCase()}`);
  }
  if (unload.role === '') throw new SqlError('UNLOAD needs IAM_ROLE');
  if (isEncrypted && unload.kmsKey === undefined)
    throw new SqlError('ENCRYPTED needs KMS_KEY_ID, or MASTER_SYMMETRIC_KEY, which this endpoint does not take');
  if (unload.kmsKey !== undefined && !isEncrypted)
    throw new SqlError('KMS_KEY_ID needs ENCRYPTED: without it the objects would be under a key of S3');
  if (!isFormat) throw refuse('UNLOAD to anything but PARQUET and CSV', 'write format as parquet');
  if (unload.format === 'parquet' && unload.header) throw new SqlError('HEADER is not supported for PARQUET');
  if (unload.format === 'parquet' && unload.extension !== undefined) throw refuse('EXTENSION of PARQUET');
  return unload;
}

function setExisting(unload: UnloadStatement, existing: 'overwrite' | 'clean'): void {
  if (unload.existing !== 'fail') throw new SqlError('CLEANPATH and ALLOWOVERWRITE may not be used together');
  unload.existing = existing;
}

function atEnd(cursor: TokenCursor): boolean {
  return cursor.peek().kind === 'end' || cursor.atOperator(';');
}

function acceptCsv(cursor: TokenCursor): boolean {
  return cursor.acceptWords('csv') || cursor.acceptWords('format', 'csv') || cursor.acceptWords('format', 'as', 'csv');
}

function acceptParquet(cursor: TokenCursor): boolean {
  return (
    cursor.acceptWords('parquet') ||
    cursor.acceptWords('format', 'parquet') ||
    cursor.acceptWords('format', 'as', 'parquet')
  );
}

function readS3Url(cursor: TokenCursor): string {
  const url = cursor.string();
  if (!/^s3:\/\/[^/]+\/./.test(url)) throw new SqlError(`The specified S3 path "${url}" is not s3://bucket/key`);
  return url;
}

function readRole(cursor: TokenCursor): string {
  if (cursor.atWords('default')) throw refuse('IAM_ROLE default', 'name the role');
  const arn = cursor.string();
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(arn) || arn.includes(',')) {
    throw refuse(`the IAM_ROLE '${arn}'`, 'it must be one role ARN');
  }
  return arn;
}

function readKey(cursor: TokenCursor): string {
  const key = cursor.string();
  if (/^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/)?[A-Za-z0-9-]+$/.test(key)) return key;
  throw refuse(`the KMS_KEY_ID '${key}'`, 'it must be the id or the ARN of a key');
}

function readSize(cursor: TokenCursor): number {
  cursor.acceptWords('as');
  const token = cursor.next();
  if (token.kind !== 'number') throw cursor.fail(token);
  const unit = cursor.acceptOneOf('mb', 'gb') === 'gb' ? 1024 * mebibyte : mebibyte;
  const size = Number(token.text) * unit;
  if (size < 5 * mebibyte || size > defaultFileSize) throw new SqlError('MAXFILESIZE must be between 5 MB and 6.2 GB');
  return size;
}
