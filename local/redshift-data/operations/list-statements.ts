import { validationError } from '../api-error.ts';
import { type StatementRecord, statuses } from '../statements/statement-record.ts';
import { epochSeconds, type Operation } from './operation.ts';
import { readPage } from './read-page.ts';

const maxResults = 100;

/** ListStatements: the caller's statements, newest first; only finished ones unless told otherwise. */
export const listStatements: Operation = ({ body, principal, executor }) => {
  body.refuse('ClusterIdentifier');
  const status = body.oneOf('Status', [...statuses, 'ALL']) ?? 'FINISHED';
  const name = body.text('StatementName', 0, 500);
  const database = body.text('Database');
  const workgroup = body.text('WorkgroupName');
  if (body.has('WorkgroupName') && !body.has('Database')) {
    throw validationError('Database must be given together with WorkgroupName');
  }
  const found = executor.list(principal).filter((record) => {
    return (
      (status === 'ALL' || record.status === status) &&
      (name === undefined || record.statementName?.startsWith(name) === true) &&
      (database === undefined || record.database === database) &&
      (workgroup === undefined || record.workgroupName === workgroup)
    );
  });
  const { items, next } = readPage(body, found, maxResults, (record) => record.id);
  return { members: { Statements: items.map(describe), NextToken: next }, workgroup };
};

function describe(record: StatementRecord): Record<string, unknown> {
  return {
    Id: record.id,
    QueryString: record.isBatch ? undefined : record.parts[0]?.sql,
    QueryStrings: record.isBatch ? record.parts.map((part) => part.sql) : undefined,
    SecretArn: record.secretArn,
    Status: record.status,
    StatementName: record.statementName,
    CreatedAt: epochSeconds(record.createdAt),
    UpdatedAt: epochSeconds(record.updatedAt),
    QueryParameters: record.parameters.length > 0 ? record.parameters : undefined,
    IsBatchStatement: record.isBatch,
    ResultFormat: record.resultFormat ?? 'JSON',
  };
}
