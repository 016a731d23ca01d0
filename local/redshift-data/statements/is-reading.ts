import { parseStatement } from '../sql/parse-statement.ts';
import type { Submission } from './statement-record.ts';

/** Whether a submission is one query, which changes nothing; what cannot be parsed fails in its turn. */
export function isReading({ isBatch, sqls }: Pick<Submission, 'isBatch' | 'sqls'>): boolean {
  if (isBatch) return false;
  try {
    return sqls.every((sql) => parseStatement(sql).kind === 'query');
  } catch {
    return false;
  }
}
