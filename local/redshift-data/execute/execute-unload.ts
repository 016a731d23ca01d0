import { createReadStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { bindQuery, requireUnique } from '../sql/bind-query.ts';
import { quoteName, quoteText } from '../sql/catalog.ts';
import { parseStatement } from '../sql/parse-statement.ts';
import { requireAssumeRole } from '../sql/require-access.ts';
import { createScope } from '../sql/scope.ts';
import { SqlError } from '../sql/sql-error.ts';
import type { UnloadStatement } from '../sql/syntax.ts';
import { parseS3Url } from './s3-location.ts';
import { bindContext, type Outcome, runSql, type Session } from './session.ts';

const notEmpty =
  'Specified unload destination on S3 is not empty. Consider using a different bucket / prefix, manually removing the target files in S3, or using the ALLOWOVERWRITE option.';

/**
 * UNLOAD of a query to one file, `000.parquet` with PARALLEL OFF and `0000_part_00.parquet` else. A query without rows writes no
 * object. Objects stay when the transaction rolls back, as on AWS. In CSV a moment has no zone and a truth is t or f. Without a key
 * UNLOAD asks S3 for one of its own, whatever the bucket's default (Developer Guide, UNLOAD, ENCRYPTED).
 */
export async function executeUnload(session: Session, statement: UnloadStatement): Promise<Outcome> {
  const sql = bindUnloadQuery(session, statement);
  requireAssumeRole(bindContext(session), statement.role, 'unload');
  const s3 = session.s3As(statement.role);
  await mkdir(session.scratch, { recursive: true });
  const file = join(session.scratch, `unload-${process.hrtime.bigint()}`);
  try {
    const rows = await runSql(session, `copy (${sql}) to ${quoteText(file)} (${copyOptions(statement)})`);
    await clearDestination(s3, statement, session.signal);
    if (rows === 0) return { rows };
    const { size } = await stat(file);
    if (size > statement.maxFileSize) {
      throw new SqlError(`the result takes ${size} bytes, more than MAXFILESIZE: the local endpoint writes one file`);
    }
    const { Bucket, Key } = parseS3Url(statement.to);
    const ending = statement.format === 'parquet' ? 'parquet' : statement.extension;
    const name = `${statement.parallel ? '0000_part_00' : '000'}${ending === undefined ? '' : `.${ending}`}`;
    const put = { Bucket, Key: `${Key}${name}`, Body: createReadStream(file), ContentLength: size };
    await s3.send(new PutObjectCommand({ ...put, ...encryption(statement) }), { abortSignal: session.signal });
    return { rows };
  } finally {
    await rm(file, { force: true });
  }
}

function encryption({ kmsKey }: UnloadStatement): Partial<PutObjectCommandInput> {
  if (kmsKey === undefined) return { ServerSideEncryption: 'AES256' };
  return { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKey };
}

function copyOptions({ format, header }: UnloadStatement): string {
  if (format === 'parquet') return 'format parquet, compression snappy';
  return `format csv, header ${header}, delimiter ',', quote '"', nullstr ''`;
}

function bindUnloadQuery(session: Session, { query: text, format }: UnloadStatement): string {
  const inner = parseStatement(text);
  if (inner.kind !== 'query') throw new SqlError('UNLOAD takes a SELECT query');
  if (inner.query.limit !== undefined || inner.query.offset !== undefined) {
    throw new SqlError('Limit clause is not supported in the outer SELECT of UNLOAD');
  }
  const { sql, columns } = bindQuery(inner.query, createScope(bindContext(session), new Map()));
  requireUnique(
    columns.map((column) => column.name),
    'UNLOAD',
  );
  const truths = columns.filter(({ type }) => type.name === 'bool').map(({ name }) => quoteName(name));
  if (format === 'parquet' || truths.length === 0) return sql;
  const letters = truths.map((name) => `case when ${name} then 't' when not ${name} then 'f' end as ${name}`);
  return `select * replace (${letters.join(', ')}) from (${sql}) unloaded`;
}

async function clearDestination(s3: S3Client, statement: UnloadStatement, signal: AbortSignal): Promise<void> {
  if (statement.existing === 'overwrite') return;
  const { Bucket, Key: Prefix } = parseS3Url(statement.to);
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }), {
      abortSignal: signal,
    });
    const keys = (page.Contents ?? []).flatMap((object) => object.Key ?? []);
    if (keys.length > 0 && statement.existing === 'fail') throw new SqlError(notEmpty);
    for (const Key of keys) await s3.send(new DeleteObjectCommand({ Bucket, Key }), { abortSignal: signal });
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}
