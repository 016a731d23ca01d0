import { validationError } from '../api-error.ts';
import { limits } from '../limits.ts';
import { userOf } from '../statements/sign-in.ts';
import type { StatementRecord, Submission } from '../statements/statement-record.ts';
import { type ApiAnswer, type ApiCall, epochSeconds, type Operation } from './operation.ts';
import { readParameters } from './read-parameters.ts';
import { invalid } from './request-body.ts';

/** ExecuteStatement: queues one statement. */
export const executeStatement: Operation = (call) => {
  return submit(call, [call.body.requiredText('Sql', 0)], false);
};

/** BatchExecuteStatement: queues up to 40 statements as one transaction. */
export const batchExecuteStatement: Operation = (call) => {
  const sqls = call.body.list('Sqls');
  if (sqls === undefined) throw invalid('Sqls', 'Member must not be null');
  if (sqls.length < 1) throw invalid('Sqls', 'Member must have length greater than or equal to 1');
  if (sqls.length > limits.batchStatements) {
    throw invalid('Sqls', `Member must have length less than or equal to ${limits.batchStatements}`);
  }
  const texts = sqls.map((sql) => {
    if (typeof sql !== 'string') throw invalid('Sqls', 'Member must be a list of strings');
    return sql;
  });
  if (call.body.oneOf('ExecutionMode', ['TRANSACTION', 'AUTO_COMMIT']) === 'AUTO_COMMIT') {
    throw validationError('ExecutionMode AUTO_COMMIT is not supported by the local Redshift Data API endpoint');
  }
  return submit(call, texts, true);
};

async function submit(call: ApiCall, sqls: string[], isBatch: boolean): Promise<ApiAnswer> {
  const { body, executor } = call;
  const submission = readSubmission(call, sqls, isBatch);
  const seconds = body.integer('WaitTimeSeconds', 1, limits.waitSeconds) ?? 0;
  const record = await executor.submit(submission);
  await executor.wait(record, seconds);
  return { members: describeSubmission(record), workgroup: record.workgroupName };
}

function readSubmission({ body, principal }: ApiCall, sqls: string[], isBatch: boolean): Submission {
  body.refuse('SessionId', 'SessionKeepAliveSeconds', 'ClusterIdentifier');
  const workgroupName = body.text('WorkgroupName');
  if (workgroupName === undefined) throw validationError('WorkgroupName must be provided');
  if (body.has('DbUser')) throw validationError('DbUser is for clusters; a workgroup takes the caller as its user');
  const bytes = sqls.reduce((sum, sql) => sum + Buffer.byteLength(sql), 0);
  if (bytes > limits.sqlBytes) {
    throw validationError(`The SQL has ${bytes} bytes, at most ${limits.sqlBytes} are possible`);
  }
  if (sqls.some((sql) => sql.trim() === '')) throw validationError('SQL statement must not be empty');
  return {
    isBatch,
    sqls,
    parameters: readParameters(body, sqls),
    principal,
    workgroupName,
    database: body.requiredText('Database'),
    secretArn: body.text('SecretArn'),
    statementName: body.text('StatementName', 0, limits.statementNameLength),
    clientToken: body.text('ClientToken', 1, limits.clientTokenLength),
    resultFormat: body.oneOf('ResultFormat', ['JSON', 'CSV']),
  };
}

function describeSubmission(record: StatementRecord): Record<string, unknown> {
  return {
    Id: record.id,
    CreatedAt: epochSeconds(record.createdAt),
    WorkgroupName: record.workgroupName,
    Database: record.database,
    DbUser: userOf(record),
    SecretArn: record.secretArn,
    Status: record.status,
    RedshiftPid: record.pid,
    HasResultSet: record.parts.some((part) => part.hasResultSet),
  };
}
