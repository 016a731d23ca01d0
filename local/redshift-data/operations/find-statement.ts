import { notFoundError, validationError } from '../api-error.ts';
import type { Part, StatementRecord } from '../statements/statement-record.ts';
import type { ApiCall } from './operation.ts';

const idPattern = /^[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\d{1,2})?$/;

/** The statement an Id means; `part` is set for `uuid:n`. Statements of other roles are not found. */
export function findStatement(call: ApiCall): { id: string; record: StatementRecord; part?: Part; index?: number } {
  const id = call.body.requiredText('Id');
  if (!idPattern.test(id)) {
    throw validationError(`id must satisfy regex pattern: ${idPattern.source}`);
  }
  const [uuid = '', number] = id.split(':');
  const record = call.executor.find(uuid, call.principal);
  if (record === undefined) {
    throw notFoundError(
      'Query does not exist (statements are kept for 24 hours and belong to the role that ran them).',
      id,
    );
  }
  if (number === undefined) return { id, record };
  const index = Number(number) - 1;
  const part = record.isBatch ? record.parts[index] : undefined;
  if (part === undefined) throw notFoundError(`Query does not exist: the submission has no statement ${number}.`, id);
  return { id, record, part, index };
}
