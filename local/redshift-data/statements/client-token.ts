import { validationError } from '../api-error.ts';
import type { StatementRecord, Submission } from './statement-record.ts';

/** A client token holds for its caller only. */
export function tokenKey({ principal, clientToken }: Pick<Submission, 'principal' | 'clientToken'>): string {
  return JSON.stringify([principal, clientToken]);
}

/**
 * Throws where a known token comes with another request. What AWS does then is not documented; it is a mistake in any case.
 */
export function requireSameRequest(known: StatementRecord, submission: Submission): void {
  const { parameters, isBatch, workgroupName, database, resultFormat } = known;
  const sqls = known.parts.map((part) => part.sql);
  const first = { sqls, parameters, isBatch, workgroupName, database, resultFormat };
  const names = Object.keys(first) as (keyof typeof first)[];
  if (names.every((name) => JSON.stringify(first[name]) === JSON.stringify(submission[name]))) return;
  throw validationError(`ClientToken ${submission.clientToken} was used for another request within the last 8 hours`);
}
