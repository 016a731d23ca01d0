import { notFoundError, validationError } from '../api-error.ts';
import { limits } from '../limits.ts';
import { columnMetadata } from '../results/column-metadata.ts';
import { toCsv } from '../results/to-csv.ts';
import { resultId } from '../statements/executor.ts';
import { findStatement } from './find-statement.ts';
import type { ApiAnswer, ApiCall, Operation } from './operation.ts';

/** GetStatementResult: one page of a finished statement's rows. */
export const getStatementResult: Operation = (call) => readPageOf(call, 'JSON');

/** GetStatementResultV2: the same as CSV, of a statement that asked for it. */
export const getStatementResultV2: Operation = (call) => readPageOf(call, 'CSV');

async function readPageOf(call: ApiCall, format: 'JSON' | 'CSV'): Promise<ApiAnswer> {
  const seconds = call.body.integer('WaitTimeSeconds', 1, limits.waitSeconds) ?? 0;
  const { id, record, part, index } = findStatement(call);
  await call.executor.wait(record, seconds);
  const asked = record.resultFormat ?? 'JSON';
  if (asked !== format) {
    const operation = asked === 'CSV' ? 'GetStatementResultV2' : 'GetStatementResult';
    throw validationError(`The statement ran with ResultFormat ${asked}: read its result with ${operation}`);
  }
  if (record.isBatch && part === undefined) {
    throw validationError('BatchExecuteStatement result can only be retrieved with sub-statement id.');
  }
  const shown = part ?? record.parts[0];
  if (record.status !== 'FINISHED' || shown?.hasResultSet !== true) {
    throw notFoundError('Query does not have result. Please check query status with DescribeStatement.', id);
  }
  const result = call.executor.findResult(resultId(record, index ?? 0));
  if (result === undefined) {
    throw notFoundError(
      'Query result has expired. The local endpoint keeps rows in memory for 24 hours, not over a restart: run the query again.',
      id,
    );
  }
  const page = readToken(call.body.text('NextToken'), id, result.pages.length);
  const rows = result.pages[page];
  if (rows === undefined) throw validationError('NextToken is not valid');
  const next = page + 1 < result.pages.length ? writeToken(id, page + 1) : undefined;
  const members = { ColumnMetadata: result.columns.map(columnMetadata), TotalNumRows: result.rows, NextToken: next };
  const workgroup = record.workgroupName;
  if (format === 'JSON') return { members, raw: { Records: rows }, workgroup };
  return { members: { ...members, ResultFormat: 'csv', Records: [{ CSVRecords: toCsv(rows) }] }, workgroup };
}

function writeToken(id: string, page: number): string {
  return Buffer.from(`${id} ${page}`).toString('base64url');
}

function readToken(token: string | undefined, id: string, pages: number): number {
  if (token === undefined) return 0;
  const [of, page] = Buffer.from(token, 'base64url').toString('utf8').split(' ');
  const number = Number(page);
  if (of !== id || !Number.isInteger(number) || number < 1 || number >= pages) {
    throw validationError('NextToken is not valid for this statement');
  }
  return number;
}
