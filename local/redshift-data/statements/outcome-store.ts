import type { DuckDBConnection } from '@duckdb/node-api';
import { ownSchema } from '../sql/catalog.ts';
import { isFinal, type StatementRecord } from './statement-record.ts';

/** Writes a new submission, so that its token and its fate are known after a crash. */
export async function saveSubmission(connection: DuckDBConnection, record: StatementRecord): Promise<void> {
  await insert(connection, 'statement', record, record.createdAt);
}

/** Writes how a submission ended; a success is written in the transaction of its own effects. */
export async function saveOutcome(connection: DuckDBConnection, record: StatementRecord): Promise<void> {
  await insert(connection, 'outcome', record, record.updatedAt);
}

/** Whether a submission's outcome is written. */
export async function hasOutcome(connection: DuckDBConnection, id: string): Promise<boolean> {
  const found = await connection.runAndReadAll(`select 1 from ${ownSchema}.outcome where id = $1`, [id]);
  return found.currentRowCount > 0;
}

/** All remembered submissions, oldest first. Those without an outcome died with the process: nothing of them happened. */
export async function loadRecords(connection: DuckDBConnection): Promise<StatementRecord[]> {
  const reader = await connection.runAndReadAll(
    `select coalesce(o.record, s.record) from ${ownSchema}.statement s left join ${ownSchema}.outcome o using (id)
     order by s.created_at, s.rowid`,
  );
  return reader.getRows().map(([record]) => JSON.parse(String(record)) as StatementRecord);
}

/** Turns a submission that was under way when the process died into a failed one. */
export function failLost(record: StatementRecord, now: number): StatementRecord {
  const error = 'connection lost; the transaction was rolled back';
  const parts = record.parts.map((part) =>
    isFinal(part.status) ? part : { ...part, status: 'FAILED' as const, error },
  );
  return { ...record, status: 'FAILED', error, updatedAt: now, parts };
}

/** Forgets submissions older than the given time (epoch milliseconds). */
export async function deleteRecords(connection: DuckDBConnection, before: number): Promise<void> {
  const time = new Date(before).toISOString().replace('T', ' ').replace('Z', '');
  await connection.run(`delete from ${ownSchema}.outcome where id in
      (select id from ${ownSchema}.statement where created_at < timestamp '${time}');
    delete from ${ownSchema}.statement where created_at < timestamp '${time}'`);
}

async function insert(
  connection: DuckDBConnection,
  table: string,
  record: StatementRecord,
  time: number,
): Promise<void> {
  const timestamp = new Date(time).toISOString().replace('T', ' ').replace('Z', '');
  const values = [record.id, timestamp, JSON.stringify(record)];
  await connection.run(`insert into ${ownSchema}.${table} values ($1, cast($2 as timestamp), $3)`, values);
}
