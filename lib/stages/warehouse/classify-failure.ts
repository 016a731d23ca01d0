import type { DescribeStatementResponse } from '@aws-sdk/client-redshift-data';

/** `transient` says nothing about the data; `broken` does, or about the SQL. */
export type FailureCause = 'already-loaded' | 'disk-full' | 'transient' | 'broken';

/** Why a batch failed, with the error and the statement it came from: its rollback took all other evidence with it. */
export function classifyFailure(found: DescribeStatementResponse): { cause: FailureCause; text: string } {
  const { Error: error, Status, SubStatements } = found;
  const failed = SubStatements?.find((statement) => statement.Status === 'FAILED');
  const statement = failed?.QueryString?.replace(/\s+/g, ' ').slice(0, 160);
  const reason = failed?.Error ?? error ?? 'no reason given';
  const text = `the warehouse batch ${Status}: ${reason}${statement ? ` in: ${statement}` : ''}`;
  return { cause: causeOf(found, reason), text };
}

function causeOf(found: DescribeStatementResponse, reason: string): FailureCause {
  if (isAlreadyLoaded(found)) return 'already-loaded';
  if (/disk (is )?full/i.test(reason)) return 'disk-full';
  return isTransient(found, reason) ? 'transient' : 'broken';
}

/**
 * Whether it was the ledger check that failed, by its cast: any other failure of that statement says nothing of the ledger. What
 * of the cast's text compute nodes show is not certain, so its usual words count too.
 */
function isAlreadyLoaded({ SubStatements, Error: error }: DescribeStatementResponse): boolean {
  const failed = SubStatements?.find(({ Status }) => Status === 'FAILED');
  const isCheck = failed?.QueryString?.includes('already_loaded') ?? false;
  return (
    isCheck && /check failed: already_loaded|invalid digit|invalid input syntax/i.test(failed?.Error ?? error ?? '')
  );
}

/** Serialisation violations (error 1023; a check may have counted as many), lost connections and cancelled statements. */
function isTransient({ Status }: DescribeStatementResponse, reason: string): boolean {
  return (
    Status === 'ABORTED' ||
    /(error|code):? +1023\b|serializable isolation|connection lost|could not connect/i.test(reason)
  );
}
