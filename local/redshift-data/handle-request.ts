import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { callerOf, type RecordCall } from '../call-record.ts';
import { ApiError } from './api-error.ts';
import { describeError } from './database/describe-error.ts';
import { limits } from './limits.ts';
import { cancelStatement } from './operations/cancel-statement.ts';
import { describeTable, listDatabases, listSchemas, listTables } from './operations/catalog-operations.ts';
import { describeStatement } from './operations/describe-statement.ts';
import { batchExecuteStatement, executeStatement } from './operations/execute-statement.ts';
import { getStatementResult, getStatementResultV2 } from './operations/get-statement-result.ts';
import { listStatements } from './operations/list-statements.ts';
import type { ApiAnswer, Operation } from './operations/operation.ts';
import { RequestBody } from './operations/request-body.ts';
import type { Executor } from './statements/executor.ts';

const operations: Record<string, Operation> = {
  ExecuteStatement: executeStatement,
  BatchExecuteStatement: batchExecuteStatement,
  DescribeStatement: describeStatement,
  GetStatementResult: getStatementResult,
  GetStatementResultV2: getStatementResultV2,
  CancelStatement: cancelStatement,
  ListStatements: listStatements,
  ListDatabases: listDatabases,
  ListSchemas: listSchemas,
  ListTables: listTables,
  DescribeTable: describeTable,
};

const targetPrefix = 'RedshiftData.';
/** Largest request body; SQL is at most 100 KB, escaped and with its parameters. */
const maxBodyBytes = 8 * 1024 * 1024;

/** Answers one HTTP request of AWS JSON 1.1. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  executor: Executor,
  recordCall?: RecordCall,
): Promise<void> {
  const principal = callerOf(request.headers.authorization);
  const target = String(request.headers['x-amz-target'] ?? '');
  const name = target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : undefined;
  let workgroup = '*';
  let status = 200;
  let members: Record<string, unknown> = {};
  try {
    members = await readJson(request);
    if (typeof members.WorkgroupName === 'string') workgroup = members.WorkgroupName;
    const operation = name === undefined ? undefined : operations[name];
    if (operation === undefined) throw unknownOperation(target);
    const answer = await operation({ body: new RequestBody(members), principal, executor });
    workgroup = answer.workgroup ?? workgroup;
    send(response, 200, formatAnswer(answer));
  } catch (error) {
    const apiError = error instanceof ApiError ? error : new ApiError('InternalServerException', describeError(error));
    status = apiError.status;
    response.setHeader('x-amzn-ErrorType', apiError.type);
    const body = { __type: apiError.type, Message: apiError.message, ...apiError.members };
    send(response, status, [Buffer.from(JSON.stringify(body))]);
  }
  if (name === undefined) return;
  // Both forms of a result are one action.
  recordCall?.({ principal, action: `redshift-data:${name.replace(/V2$/, '')}`, resource: workgroup, status });
  if (/ExecuteStatement$/.test(name)) recordCall?.({ principal, ...signIn(members, workgroup), status });
}

/** How the API signs in to the database, in the caller's name (management guide, "Authorizing access to the Data API"). */
function signIn({ SecretArn }: Record<string, unknown>, workgroup: string): { action: string; resource: string } {
  if (typeof SecretArn === 'string') return { action: 'secretsmanager:GetSecretValue', resource: SecretArn };
  return { action: 'redshift-serverless:GetCredentials', resource: workgroup };
}

function unknownOperation(target: string): ApiError {
  const known = Object.keys(operations).join(', ');
  return new ApiError(
    'UnknownOperationException',
    `${target === '' ? 'A request without X-Amz-Target' : target} is not implemented by the local Redshift Data API endpoint; it knows ${known}`,
  );
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) {
      throw new ApiError('ValidationException', `The request is too large; SQL is at most ${limits.sqlBytes} bytes`);
    }
    chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Falls through to the error below.
  }
  throw new ApiError('SerializationException', 'The request body is not a JSON object');
}

// Rows are JSON already; parsing them again would take longer than everything else.
function formatAnswer(answer: ApiAnswer): Buffer[] {
  const members = JSON.stringify(answer.members);
  const raw = Object.entries(answer.raw ?? {});
  if (raw.length === 0) return [Buffer.from(members)];
  const separator = members === '{}' ? '' : ',';
  const parts = raw.flatMap(([key, value], i) => [Buffer.from(`${i === 0 ? '' : ','}${JSON.stringify(key)}:`), value]);
  return [Buffer.from('{'), ...parts, Buffer.from(`${separator}${members.slice(1)}`)];
}

function send(response: ServerResponse, status: number, body: Buffer[]): void {
  const bytes = body.reduce((sum, part) => sum + part.length, 0);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': bytes,
    'x-amzn-requestid': randomUUID(),
  });
  for (const part of body) response.write(part);
  response.end();
}
