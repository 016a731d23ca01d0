import { rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../contracts/contract.ts';
import { findContract } from '../datasets/find-contract.ts';
import type { Bucket } from '../lake/objects.ts';
import { listCatalog } from '../run/list-catalog.ts';
import type { CatalogDate } from '../run/records.ts';
import { fetchPartitions } from './fetch-partitions.ts';
import { readRecord, replaceRecord } from './iceberg-record.ts';
import type { Iceberg } from './open-iceberg.ts';
import { planBatches } from './plan-batches.ts';
import { countDatesSql, prepareTableSql, replaceDatesSql } from './table-sql.ts';

/** Parquet that one transaction writes, unless a date alone has more. */
const batchBytes = 256 * 1024 ** 2;

/**
 * Makes the Iceberg table of a dataset what its Silver is: one transaction for each batch of event dates that differ, in which their
 * rows are deleted and inserted. Says which dates those were. A date differs when the table has another number of rows of it, or
 * when the rows it was last given are not those of Silver: so what an earlier call left undone is done by the next, whichever run
 * it was told of.
 *
 * Throws `transient` when Silver changes while it is read, or another publisher is at work.
 */
export async function publishDataset(
  silver: Bucket,
  { connection, scratch }: Iceberg,
  { dataset, runId }: { dataset: string; runId: string },
): Promise<string[]> {
  const contract = findContract(dataset);
  await runAll(connection, prepareTableSql(contract));
  let record = await readRecord(silver, dataset);
  const catalog = await listCatalog(silver, dataset);
  const held = await readHeld(connection, contract, { catalog, given: record.dates });
  const published: string[] = [];
  for (const { present, gone } of planBatches(catalog, held, batchBytes)) {
    const dates = [...present.map(({ date }) => date), ...gone];
    const others = Object.fromEntries(Object.entries(record.dates).filter(([date]) => !dates.includes(date)));
    record = await replaceRecord(silver, dataset, { dates: others, etag: record.etag });
    const files = await fetchPartitions(silver, present, scratch);
    await runAll(connection, replaceDatesSql(contract, { dates, files, runId }));
    for (const file of files) await rm(file);
    const given = Object.fromEntries(present.map(({ date, digest }) => [date, digest]));
    record = await replaceRecord(silver, dataset, { dates: { ...others, ...given }, etag: record.etag });
    published.push(...dates);
  }
  return published;
}

/** Dates that the table has rows of, with the digest of what they were given; none where their number is not what Silver has. */
async function readHeld(
  connection: DuckDBConnection,
  contract: Contract,
  { catalog, given }: { catalog: readonly CatalogDate[]; given: Readonly<Record<string, string>> },
): Promise<Record<string, string>> {
  const rows = new Map(catalog.map((date) => [date.date, date.rows]));
  const counted = (await connection.runAndReadAll(countDatesSql(contract))).getRows();
  return Object.fromEntries(
    counted
      .map(([date, count]) => ({ date: String(date), count: Number(count) }))
      .map(({ date, count }) => [date, rows.get(date) === count ? (given[date] ?? '') : '']),
  );
}

async function runAll(connection: DuckDBConnection, statements: readonly string[]): Promise<void> {
  for (const sql of statements) await connection.run(sql);
}
