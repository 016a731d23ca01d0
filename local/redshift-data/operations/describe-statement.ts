import { limits } from '../limits.ts';
import { userOf } from '../statements/sign-in.ts';
import type { Part, StatementRecord } from '../statements/statement-record.ts';
import { findStatement } from './find-statement.ts';
import { epochSeconds, type Operation } from './operation.ts';

/** DescribeStatement, also of one statement of a batch (`uuid:n`). */
export const describeStatement: Operation = async (call) => {
  const seconds = call.body.integer('WaitTimeSeconds', 1, limits.waitSeconds) ?? 0;
  const { record, part, index } = findStatement(call);
  await call.executor.wait(record, seconds);
  const common = {
    ClusterIdentifier: undefined,
    WorkgroupName: record.workgroupName,
    Database: record.database,
    DbUser: userOf(record),
    SecretArn: record.secretArn,
    RedshiftPid: record.pid,
    QueryParameters: record.parameters.length > 0 ? record.parameters : undefined,
    ResultFormat: record.resultFormat ?? 'JSON',
  };
  const workgroup = record.workgroupName;
  if (part !== undefined && index !== undefined) {
    return { members: { ...common, ...describePart(record, part, index) }, workgroup };
  }
  const [only] = record.parts;
  const own = record.isBatch || only === undefined ? describeBatch(record) : describeSingle(record, only);
  return { members: { ...common, ...own }, workgroup };
};

function describePart(record: StatementRecord, part: Part, index: number): Record<string, unknown> {
  return {
    Id: `${record.id}:${index + 1}`,
    Status: part.status,
    Error: part.error,
    CreatedAt: epochSeconds(record.createdAt),
    UpdatedAt: epochSeconds(part.updatedAt),
    Duration: part.duration,
    QueryString: part.sql,
    ResultRows: part.rows,
    ResultSize: part.bytes,
    RedshiftQueryId: part.queryId,
    HasResultSet: part.hasResultSet,
  };
}

function describeSingle(record: StatementRecord, part: Part): Record<string, unknown> {
  return {
    ...describePart(record, part, 0),
    Id: record.id,
    Status: record.status,
    Error: record.error,
    UpdatedAt: epochSeconds(record.updatedAt),
    Duration: record.duration,
  };
}

function describeBatch(record: StatementRecord): Record<string, unknown> {
  return {
    Id: record.id,
    Status: record.status,
    Error: record.error,
    CreatedAt: epochSeconds(record.createdAt),
    UpdatedAt: epochSeconds(record.updatedAt),
    Duration: record.duration,
    ResultRows: -1,
    ResultSize: -1,
    RedshiftQueryId: 0,
    HasResultSet: record.parts.some((part) => part.hasResultSet),
    ExecutionMode: 'TRANSACTION',
    SubStatements: record.parts.map((part, index) => describePart(record, part, index)),
  };
}
