import type { DuckDBConnection } from '@duckdb/node-api';
import { ownSchema, quoteText } from '../sql/catalog.ts';
import { type MaskAttachment, Masking, type MaskingPolicy } from '../sql/masking.ts';

const table = `${ownSchema}.masking`;

/** Creates the table of masking policies where it is missing; a record is JSON. */
export async function prepareMasking(connection: DuckDBConnection): Promise<void> {
  await connection.run(`create table if not exists ${table} (kind varchar, record varchar)`);
}

/** Reads all masking policies and attachments. */
export async function loadMasking(connection: DuckDBConnection): Promise<Masking> {
  const reader = await connection.runAndReadAll(`select kind, record from ${table}`);
  const rows = reader.getRowObjectsJS() as { kind: string; record: string }[];
  const of = <T>(kind: string): T[] =>
    rows.filter((row) => row.kind === kind).map((row) => JSON.parse(row.record) as T);
  return new Masking(of<MaskingPolicy>('policy'), of<MaskAttachment>('attachment'));
}

/** Writes what a transaction changed. */
export async function saveMasking(connection: DuckDBConnection, masking: Masking): Promise<void> {
  if (!masking.isChanged) return;
  await connection.run(`delete from ${table}`);
  const rows = [
    ...[...masking.policies.values()].map((policy) => ['policy', policy] as const),
    ...masking.attachments.map((attachment) => ['attachment', attachment] as const),
  ].map(([kind, record]) => `('${kind}', ${quoteText(JSON.stringify(record))})`);
  if (rows.length > 0) await connection.run(`insert into ${table} values ${rows.join(', ')}`);
}
