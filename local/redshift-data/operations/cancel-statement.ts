import { validationError } from '../api-error.ts';
import { isFinal } from '../statements/statement-record.ts';
import { findStatement } from './find-statement.ts';
import type { Operation } from './operation.ts';

/** CancelStatement: stops a queued or running statement. One that is just committing may still finish. */
export const cancelStatement: Operation = async (call) => {
  const { id, record, part } = findStatement(call);
  if (part !== undefined) throw validationError('A single statement of a batch cannot be cancelled: cancel the batch');
  if (isFinal(record.status)) {
    throw validationError(`Could not cancel a query that is already in ${record.status} state with ID: ${id}`);
  }
  await call.executor.cancel(record);
  return { members: { Status: true }, workgroup: record.workgroupName };
};
