import { randomUUID } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ApiError } from '../api-error.ts';
import { describeError } from '../database/describe-error.ts';
import { hour, limits } from '../limits.ts';
import type { ResultSet } from '../results/result-set.ts';
import type { Catalog } from '../sql/catalog.ts';
import { requireSameRequest, tokenKey } from './client-token.ts';
import { isReading } from './is-reading.ts';
import { deleteRecords, failLost, loadRecords, saveOutcome, saveSubmission } from './outcome-store.ts';
import { ResultStore } from './result-store.ts';
import { type Cancellation, type RunEnvironment, type RunResult, runSubmission, setStatus } from './run-submission.ts';
import { createRecord, isFinal, type StatementRecord, type Submission } from './statement-record.ts';

const interruptMilliseconds = 20;

type Task = {
  record: StatementRecord;
  /** One query: it waits for nobody. */
  reads: boolean;
  abort: AbortController;
  cancellation: Cancellation;
  /** Nothing runs before its submission is on disk: a retry after a crash must find its token. */
  written: Promise<void>;
  done: Promise<void>;
  finish: () => void;
};

/**
 * All statements the endpoint knows, and the one queue in which those run that may write: Redshift makes writers wait for each
 * other's locks, DuckDB would fail the later one. A query runs at once beside them, as there: it sees what is committed.
 */
export class Executor {
  private readonly results = new ResultStore();
  private readonly environment: RunEnvironment;
  private readonly connection: DuckDBConnection;
  private readonly records = new Map<string, StatementRecord>();
  private readonly tokens = new Map<string, Promise<StatementRecord>>();
  private readonly tasks = new Map<string, Task>();
  private queue: Task[] = [];
  private working: Promise<void> | undefined;
  private pid = 1_073_741_824;
  /** What is committed. */
  catalog: Catalog;

  /** `connection` is the executor's own, for its records; it is closed with it. */
  constructor(environment: RunEnvironment, connection: DuckDBConnection, catalog: Catalog) {
    this.environment = environment;
    this.connection = connection;
    this.catalog = catalog;
  }

  /** Reads the memory of earlier processes, and fails what they left under way. */
  async restore(): Promise<void> {
    await deleteRecords(this.connection, this.now() - limits.resultHours * hour);
    for (const loaded of await loadRecords(this.connection)) {
      const record = isFinal(loaded.status) ? loaded : failLost(loaded, this.now());
      if (record !== loaded) await saveOutcome(this.connection, record);
      this.records.set(record.id, record);
      if (record.clientToken !== undefined) this.tokens.set(tokenKey(record), Promise.resolve(record));
    }
  }

  /** Queues a submission and answers at once; one with a known token gives the record of its first time. */
  async submit(submission: Submission): Promise<StatementRecord> {
    const key = submission.clientToken === undefined ? undefined : tokenKey(submission);
    const pending = key === undefined ? undefined : this.findByToken(key);
    const known = pending === undefined ? undefined : await pending;
    if (known !== undefined) {
      requireSameRequest(known, submission);
      return known;
    }
    if (this.tasks.size >= limits.activeStatements) {
      throw new ApiError(
        'ActiveStatementsExceededException',
        `${limits.activeStatements} statements are not finished yet`,
      );
    }
    this.forgetExpired();
    const accepted = this.accept(submission);
    if (key !== undefined) {
      this.tokens.set(key, accepted);
      accepted.catch(() => this.tokens.delete(key));
    }
    return accepted;
  }

  /** The record, if its caller may see it: statements belong to the role that ran them. */
  find(id: string, principal: string): StatementRecord | undefined {
    const record = this.records.get(id);
    const isExpired = record !== undefined && this.now() - record.updatedAt >= limits.resultHours * hour;
    return record?.principal !== principal || (isExpired && isFinal(record.status)) ? undefined : record;
  }

  /** Rows of a finished statement, by `resultId`. */
  findResult(id: string): ResultSet | undefined {
    return this.results.get(id, this.now());
  }

  /** Newest first. */
  list(principal: string): StatementRecord[] {
    return [...this.records.keys()].flatMap((id) => this.find(id, principal) ?? []).reverse();
  }

  /** Waits until a statement is done, or so many seconds. */
  async wait(record: StatementRecord, seconds: number): Promise<void> {
    const task = this.tasks.get(record.id);
    if (task === undefined || seconds === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, seconds * 1000);
    });
    await Promise.race([task.done, timeout]);
    clearTimeout(timer);
  }

  /** Stops a statement that is not done. One that is just committing may still finish. */
  async cancel(record: StatementRecord): Promise<void> {
    const task = this.tasks.get(record.id);
    if (task === undefined) return;
    task.abort.abort();
    if (this.queue.includes(task)) {
      this.queue = this.queue.filter((other) => other !== task);
      await this.abandon(task);
      return;
    }
    // DuckDB forgets an interrupt that comes just before a query starts, so it is told until it has stopped.
    const interrupt = () => task.cancellation.connection?.interrupt();
    interrupt();
    const timer = setInterval(interrupt, interruptMilliseconds);
    void task.done.then(() => clearInterval(timer));
  }

  /** Cancels what is under way and waits for it. */
  async close(): Promise<void> {
    const tasks = [...this.tasks.values()];
    await Promise.all(tasks.map((task) => this.cancel(task.record)));
    await Promise.all(tasks.map(({ done }) => done));
    await this.working;
    this.connection.closeSync();
  }

  private now(): number {
    return this.environment.now().getTime();
  }

  private forgetExpired(): void {
    for (const [id, record] of this.records) {
      if (this.now() - record.createdAt < limits.resultHours * hour || !isFinal(record.status)) return;
      this.records.delete(id);
      this.tokens.delete(tokenKey(record));
    }
  }

  // Gives no promise when there is nothing to wait for: two calls with one token would both find it unused.
  private findByToken(key: string): Promise<StatementRecord | undefined> | undefined {
    const pending = this.tokens.get(key);
    if (pending === undefined) return undefined;
    return pending.then(
      (record) => {
        if (this.now() - record.createdAt < limits.clientTokenHours * hour) return record;
        if (this.tokens.get(key) === pending) this.tokens.delete(key);
        return this.findByToken(key);
      },
      () => this.findByToken(key),
    );
  }

  private async accept(submission: Submission): Promise<StatementRecord> {
    const record = createRecord(submission, randomUUID(), this.now(), this.pid++);
    const { promise: done, resolve: finish } = Promise.withResolvers<void>();
    const abort = new AbortController();
    const written = saveSubmission(this.connection, record);
    const reads = isReading(submission);
    const task: Task = { record, reads, abort, cancellation: { signal: abort.signal }, written, done, finish };
    // Queued before it is written: the order of calls is the order of execution.
    this.tasks.set(record.id, task);
    if (reads) void this.runWritten(task);
    else {
      this.queue.push(task);
      this.working ??= this.work();
    }
    try {
      await written;
    } catch (error) {
      this.queue = this.queue.filter((other) => other !== task);
      this.settle(task);
      throw error;
    }
    this.records.set(record.id, record);
    return record;
  }

  private async work(): Promise<void> {
    for (let task = this.queue.shift(); task !== undefined; task = this.queue.shift()) await this.runWritten(task);
    this.working = undefined;
  }

  private async runWritten(task: Task): Promise<void> {
    const isWritten = await task.written.then(
      () => true,
      () => false,
    );
    if (isWritten) await this.run(task);
  }

  private async run(task: Task): Promise<void> {
    const { record, cancellation } = task;
    setStatus(record, 'PICKED', this.environment.now);
    const run = runSubmission(record, this.catalog, this.environment, cancellation);
    const { catalog, results, finished } = await run.catch((error: unknown) => this.failInternally(record, error));
    // A query knows it only as it was when it began.
    if (catalog !== undefined && !task.reads) this.catalog = catalog;
    for (const [index, result] of results) this.results.put(resultId(record, index), result, this.now());
    if (finished) Object.assign(record, finished);
    if (record.status !== 'FINISHED') await this.saveFailure(record);
    this.settle(task);
  }

  // Not a failed statement but a failed endpoint; the queue must go on all the same.
  private failInternally(record: StatementRecord, error: unknown): RunResult {
    const message = `ERROR: the local endpoint failed: ${describeError(error)}`;
    Object.assign(record, { status: 'FAILED', error: message, updatedAt: this.now() });
    return { results: new Map() };
  }

  private async abandon(task: Task): Promise<void> {
    const { record } = task;
    const error = "Query cancelled on user's request";
    for (const part of record.parts) Object.assign(part, { status: 'ABORTED', error, updatedAt: this.now() });
    Object.assign(record, { status: 'ABORTED', error, updatedAt: this.now() });
    await this.saveFailure(record);
    this.settle(task);
  }

  // If even this cannot be written (a full disk), the next start finds no outcome and says FAILED too.
  private async saveFailure(record: StatementRecord): Promise<void> {
    await saveOutcome(this.connection, record).catch(() => undefined);
  }

  private settle(task: Task): void {
    this.tasks.delete(task.record.id);
    task.finish();
  }
}

/** Key of a statement's result: batches have one per statement. */
export function resultId(record: StatementRecord, index: number): string {
  return record.isBatch ? `${record.id}:${index + 1}` : record.id;
}
