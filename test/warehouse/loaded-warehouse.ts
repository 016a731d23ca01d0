import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeStatementCommand } from '@aws-sdk/client-redshift-data';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { DuckDBInstance } from '@duckdb/node-api';
import { duckdbType } from '../../lib/contracts/duckdb-type.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { controlTotalsKey, journalKey, partKey, runKey } from '../../lib/lake/keys.ts';
import { type Bucket, needJson, putJson, upload } from '../../lib/lake/objects.ts';
import type { ControlTotal, Decision, StagedPart } from '../../lib/run/records.ts';
import { writeManifests } from '../../lib/stages/audit/write-manifests.ts';
import type { BatchState } from '../../lib/stages/warehouse/advance-batch.ts';
import { loadRun } from '../../lib/stages/warehouse/load-run.ts';
import { migrate } from '../../lib/stages/warehouse/migrate.ts';
import type { Warehouse } from '../../lib/stages/warehouse/warehouse.ts';
import { startS3Endpoint } from '../../local/s3/server.ts';
import { openWarehouse, type Warehouse as Runner, where } from '../../local/test/redshift-data/warehouse.ts';
import { createClient, foldersIn } from '../../local/test/s3/scratch-endpoint.ts';
import { loadedTables } from './loaded-tables.ts';
import type { SilverRow } from './silver-row.ts';

export const dataset = 'transactions';
export const copyRole = 'arn:aws:iam::111111111111:role/CopyRole';

/** What a run staged for the warehouse: whole touched dates. */
export type Staged = {
  runId: string;
  touched: string[];
  closed?: string[];
  rows: SilverRow[];
  from?: string;
  to?: string;
};

/** The local endpoints with the migrations applied, and the way a decided run comes to be loaded. */
export type LoadedWarehouse = { url: string } & Pick<Runner, 'query' | 'run' | 'batch' | 'client'> & {
    warehouse: Warehouse;
    silver: Bucket;
    /** Writes what a run's stages would have written, and makes it the decided run. */
    decide(staged: Staged, totals?: ControlTotal[]): Promise<Decision>;
    /** Asks the load on until it says how it ended. */
    load(owner?: string): Promise<'loaded'>;
    /** Waits until the submitted load batch is done, whatever became of it. */
    settle(runId: string): Promise<void>;
    /** decide and load. */
    publish(staged: Staged): Promise<void>;
    /** Empties what loads fill. Run ids must not be used again: their tokens are remembered. */
    empty(): Promise<void>;
    close(): Promise<void>;
  };

/** @param rolesOf database roles of callers; without it everybody may do everything. Loads are `loader`'s. */
export async function openLoadedWarehouse(
  rolesOf?: (principal: string) => readonly string[],
): Promise<LoadedWarehouse> {
  const folder = await mkdtemp(join(tmpdir(), 'paylake-warehouse-'));
  const s3 = await startS3Endpoint(foldersIn(folder));
  const client: S3Client = createClient(s3.url);
  const silver = { s3: client, name: 'paylake-silver' };
  await client.send(new CreateBucketCommand({ Bucket: silver.name }));
  const runner = await openWarehouse({ s3EndpointUrl: s3.url, ...(rolesOf && { rolesOf }) });
  const warehouse = { client: runner.client, workgroup: where.WorkgroupName, database: where.Database };
  const duck = await DuckDBInstance.create();
  const close = async (): Promise<void> => {
    duck.closeSync();
    await runner.close();
    client.destroy();
    await s3.close();
    await rm(folder, { recursive: true, force: true });
  };
  await migrate(warehouse, 'arn:aws:secretsmanager:ap-northeast-2:111111111111:secret:admin').catch(async (error) => {
    await close();
    throw error;
  });

  /** Rows given as text, written as Parquet with the contract's or the totals' types. */
  const writeParquet = async (key: string, types: string[][], rows: (string | null)[][]): Promise<number> => {
    const connection = await duck.connect();
    const path = join(folder, 'staged.parquet');
    await connection.run(`create or replace temp table staged (${types.map((column) => column.join(' ')).join(', ')})`);
    const tuples = rows.map((row) =>
      row.map((value) => (value === null ? 'null' : `'${value.replaceAll("'", "''")}'`)),
    );
    if (tuples.length > 0) {
      await connection.run(`insert into staged values ${tuples.map((values) => `(${values.join(', ')})`).join(', ')}`);
    }
    await connection.run(`copy staged to '${path}' (format parquet, compression zstd)`);
    connection.closeSync();
    await upload(silver, key, path);
    return (await stat(path)).size;
  };

  const decide: LoadedWarehouse['decide'] = async ({ runId, touched, closed = [], rows, from, to }, totals) => {
    const columns = transactions.columns.map(({ name, type }) => [name, duckdbType(type)]);
    const key = partKey(runId, 'part-0000', 'parquet');
    const size = await writeParquet(
      key,
      columns,
      rows.map((row) => columns.map(([name = '']) => row[name] ?? null)),
    );
    const totalTypes = [
      ['event_date', 'date'],
      ['measure', 'varchar'],
      ['unit', 'varchar'],
      ['row_count', 'bigint'],
      ['amount', 'decimal(38, 8)'],
    ];
    const expected = totals ?? controlTotalsOf(touched, rows);
    await writeParquet(
      controlTotalsKey(runId),
      totalTypes,
      expected.map(({ date, measure, unit, rows: n, amount }) => [date, measure, unit, String(n), amount]),
    );
    const part = { name: 'part-0000', key, size, sha256: runId } as StagedPart;
    const manifests = await writeManifests(silver, runId, [part]);
    const range = { from: from ?? touched[0] ?? '2025-09-01', to: to ?? touched.at(-1) ?? '2025-09-01' };
    const decision: Decision = {
      runId,
      dataset,
      ...range,
      derivedDates: [range.from, range.to],
      touchedDates: touched,
      closedDates: closed,
      parts: [part],
      manifests,
      rows: rows.length,
    };
    await putJson(silver, journalKey(dataset), decision);
    return decision;
  };
  const settle = async (runId: string): Promise<void> => {
    const { statementId } = await needJson<BatchState>(silver, runKey(runId, 'load'));
    for (;;) {
      const command = new DescribeStatementCommand({ Id: statementId, WaitTimeSeconds: 30 });
      const { Status } = await runner.client.send(command);
      if (['FINISHED', 'FAILED', 'ABORTED'].includes(Status ?? '')) return;
    }
  };
  const load: LoadedWarehouse['load'] = async (owner = 'execution-1') => {
    for (;;) {
      if ((await loadRun(warehouse, silver, { dataset, owner, copyRole })).next === 'loaded') return 'loaded';
      await settle((await needJson<Decision>(silver, journalKey(dataset))).runId);
    }
  };
  return {
    url: runner.endpoint.url,
    query: runner.query,
    run: runner.run,
    batch: runner.batch,
    client: runner.client,
    warehouse,
    silver,
    decide,
    load,
    settle,
    publish: async (staged) => {
      await decide(staged);
      await load();
    },
    empty: async () => {
      for (const table of loadedTables(dataset)) await runner.run(`delete from ${table}`);
    },
    close,
  };
}

/** Rows by date, and signed money by date and currency; a touched date without rows stands with none. */
export function controlTotalsOf(touched: readonly string[], rows: readonly SilverRow[]): ControlTotal[] {
  return touched.flatMap((date) => {
    const own = rows.filter((row) => row.txn_date === date);
    const count = { date, measure: 'rows', unit: '', rows: own.length, amount: String(own.length) };
    const sums = [...new Set(own.map(({ currency }) => currency))].map((currency) => {
      const same = own.filter((row) => row.currency === currency);
      const cents = same.reduce((sum, row) => sum + (row.is_refund === 'true' ? -1n : 1n) * toCents(row.amount), 0n);
      return { date, measure: 'amount', unit: currency, rows: same.length, amount: fromCents(cents) };
    });
    return [count, ...sums];
  });
}

export function toCents(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
}

export function fromCents(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
