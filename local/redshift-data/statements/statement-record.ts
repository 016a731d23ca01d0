/** A statement's life: `FINISHED`, `ABORTED` and `FAILED` are final. */
export type Status = 'SUBMITTED' | 'PICKED' | 'STARTED' | 'FINISHED' | 'ABORTED' | 'FAILED';
export const statuses: readonly Status[] = ['SUBMITTED', 'PICKED', 'STARTED', 'FINISHED', 'ABORTED', 'FAILED'];

/** One SQL statement of a submission. Times are epoch milliseconds, the duration is nanoseconds; -1 is unknown. */
export type Part = {
  sql: string;
  status: Status;
  error?: string;
  updatedAt: number;
  duration: number;
  rows: number;
  bytes: number;
  hasResultSet: boolean;
  queryId: number;
};

/** What a client sent with ExecuteStatement (one part) or BatchExecuteStatement. */
export type Submission = {
  isBatch: boolean;
  sqls: string[];
  parameters: { name: string; value: string }[];
  principal: string;
  workgroupName: string;
  database: string;
  secretArn?: string;
  statementName?: string;
  clientToken?: string;
  /** What the results are read as; JSON unless it says otherwise. */
  resultFormat?: 'JSON' | 'CSV';
};

/** A submission with what became of it; written to the database as JSON. */
export type StatementRecord = Omit<Submission, 'sqls'> & {
  id: string;
  createdAt: number;
  updatedAt: number;
  status: Status;
  error?: string;
  duration: number;
  pid: number;
  parts: Part[];
};

export function isFinal(status: Status): boolean {
  return status === 'FINISHED' || status === 'ABORTED' || status === 'FAILED';
}

/** A new record, not yet queued. */
export function createRecord(submission: Submission, id: string, now: number, pid: number): StatementRecord {
  const { sqls, ...rest } = submission;
  const parts = sqls.map((sql): Part => {
    const unknown = { duration: -1, rows: -1, bytes: -1, queryId: 0 };
    return { sql, status: 'SUBMITTED', updatedAt: now, hasResultSet: false, ...unknown };
  });
  return { ...rest, id, createdAt: now, updatedAt: now, status: 'SUBMITTED', duration: -1, pid, parts };
}
