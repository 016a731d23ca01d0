import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { saveAccess } from '../database/access-store.ts';
import { describeError } from '../database/describe-error.ts';
import { saveMasking } from '../database/masking-store.ts';
import { executeStatement } from '../execute/execute-statement.ts';
import type { Session } from '../execute/session.ts';
import type { ResultSet } from '../results/result-set.ts';
import type { Catalog } from '../sql/catalog.ts';
import { hasOutcome, saveOutcome } from './outcome-store.ts';
import type { SignIn } from './sign-in.ts';
import type { StatementRecord, Status } from './statement-record.ts';

export type RunEnvironment = {
  instance: DuckDBInstance;
  tmpRoot: string;
  now: () => Date;
  s3As: (roleArn: string) => S3Client;
  signIn: SignIn;
  nextQueryId: () => number;
};

/** A cancel reaches a running submission by this; it is also checked between statements. */
export type Cancellation = { signal: AbortSignal; connection?: DuckDBConnection };

/** Folder below tmpRoot with a folder for each submission that moves files. */
export const scratchFolder = 'statements';

export type RunResult = { catalog?: Catalog; results: Map<number, ResultSet>; finished?: StatementRecord };

/**
 * Runs all statements of a submission in one transaction, and writes the success in that same transaction: after a crash
 * the record says FINISHED exactly if the effects are there. Changes the record as it goes; never throws for a failed
 * statement. If it committed, gives the changed catalog, the results and the finished record: who asks may be told
 * FINISHED only once the results can be read.
 */
export async function runSubmission(
  record: StatementRecord,
  catalog: Catalog,
  environment: RunEnvironment,
  cancellation: Cancellation,
): Promise<RunResult> {
  const started = process.hrtime.bigint();
  const scratch = join(environment.tmpRoot, scratchFolder, record.id);
  const connection = await environment.instance.connect();
  const results = new Map<number, ResultSet>();
  cancellation.connection = connection;
  try {
    await connection.run('begin transaction');
    setStatus(record, 'STARTED', environment.now);
    const session = createSession(record, catalog, connection, environment, scratch, cancellation.signal);
    for (const index of record.parts.keys()) {
      cancellation.signal.throwIfAborted();
      const result = await runPart(record, index, session, environment);
      if (result !== undefined) results.set(index, result);
    }
    record.duration = elapsed(started);
    const finished = { ...record, status: 'FINISHED' as const, updatedAt: environment.now().getTime() };
    await saveOutcome(connection, finished);
    await saveAccess(connection, session.catalog.access);
    await saveMasking(connection, session.catalog.masking);
    // From here on a cancel comes too late: DuckDB may report a commit as interrupted that took place.
    cancellation.connection = undefined;
    cancellation.signal.throwIfAborted();
    await commit(connection, record.id);
    return { catalog: session.catalog.copy(), results, finished };
  } catch (error) {
    cancellation.connection = undefined;
    await connection.run('rollback').catch(() => undefined);
    record.duration = elapsed(started);
    fail(record, error, cancellation.signal.aborted, environment.now().getTime());
    return { results: new Map() };
  } finally {
    cancellation.connection = undefined;
    connection.closeSync();
    await rm(scratch, { recursive: true, force: true });
  }
}

// An error is no proof of a rollback; the record that was written with the effects is.
async function commit(connection: DuckDBConnection, id: string): Promise<void> {
  try {
    await connection.run('commit');
  } catch (error) {
    await connection.run('rollback').catch(() => undefined);
    if (!(await hasOutcome(connection, id))) throw error;
  }
}

function createSession(
  record: StatementRecord,
  catalog: Catalog,
  connection: DuckDBConnection,
  environment: RunEnvironment,
  scratch: string,
  signal: AbortSignal,
): Session {
  const time = sqlTime(environment.now());
  const own = catalog.copy();
  own.database = record.database;
  const identify = (user: string) => environment.signIn.identify(user, catalog);
  const identity = identify(environment.signIn.userOf(record));
  return {
    connection,
    catalog: own,
    isBatch: record.isBatch,
    parameters: new Map(record.parameters.map(({ name, value }) => [name, value])),
    caller: { transactionTime: time, statementTime: time, identity, identify },
    scratch,
    s3As: environment.s3As,
    signal,
  };
}

async function runPart(
  record: StatementRecord,
  index: number,
  session: Session,
  environment: RunEnvironment,
): Promise<ResultSet | undefined> {
  const part = record.parts[index];
  if (part === undefined) throw new Error(`the submission has no statement ${index + 1}`);
  const started = process.hrtime.bigint();
  part.status = 'STARTED';
  part.queryId = environment.nextQueryId();
  session.caller = { ...session.caller, statementTime: sqlTime(environment.now()) };
  try {
    const { rows, result } = await executeStatement(session, part.sql);
    part.status = 'FINISHED';
    part.rows = rows;
    part.bytes = result?.bytes ?? 0;
    part.hasResultSet = result !== undefined;
    return result;
  } catch (error) {
    part.status = 'FAILED';
    part.error = `ERROR: ${describeError(error)}`;
    throw error;
  } finally {
    part.duration = elapsed(started);
    part.updatedAt = environment.now().getTime();
  }
}

/** Sets the final status of a submission that did not commit, and of its parts. */
function fail(record: StatementRecord, error: unknown, isCancelled: boolean, now: number): void {
  record.status = isCancelled ? 'ABORTED' : 'FAILED';
  record.updatedAt = now;
  const failed = record.parts.findIndex((part) => part.status === 'FAILED');
  const message = failed < 0 ? `ERROR: ${describeError(error)}` : (record.parts[failed]?.error ?? '');
  record.error = isCancelled
    ? "Query cancelled on user's request"
    : record.isBatch && failed >= 0
      ? `Query #${failed + 1} failed with ${message}`
      : message;
  for (const part of record.parts) {
    part.hasResultSet = false;
    if (part.status === 'FINISHED') continue;
    if (part.status === 'FAILED' && !isCancelled) continue;
    part.status = 'ABORTED';
    part.error = isCancelled ? record.error : undefined;
    part.updatedAt = now;
  }
}

export function setStatus(record: StatementRecord, status: Status, now: () => Date): void {
  record.status = status;
  record.updatedAt = now().getTime();
}

function elapsed(started: bigint): number {
  return Number(process.hrtime.bigint() - started);
}

function sqlTime(time: Date): string {
  return time.toISOString().replace('T', ' ').replace('Z', '');
}
