import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { athenaQueries } from '../../lib/catalog/athena-queries.ts';
import type { LakeTable } from '../../lib/catalog/lake-table.ts';
import { lakeTables } from '../../lib/catalog/lake-tables.ts';
import { makeFolder, removeFolder } from '../cli/paylake.ts';
import { goldOf, keysOf, silverKeys, silverOf } from '../end-to-end/home.ts';
import { succeed } from '../end-to-end/report.ts';

/*
 * The catalog over what runs have really written: each table opened as its declaration says, by a reader that is not Athena (there
 * is none to be had here): DuckDB. What Athena itself makes of the declarations is not shown by it.
 */

const tables = lakeTables();
const dates = ['2025-09-01', '2025-09-04'] as const;
let home: string;
let instance: DuckDBInstance;
let connection: DuckDBConnection;
const ask = async (sql: string, values: string[] = []) =>
  (await connection.runAndReadAll(sql, values)).getRowObjectsJson();

beforeAll(async () => {
  home = await makeFolder();
  const [from, to] = dates;
  await succeed('demo', '--from', from, '--to', to, '--rows', '1500', '--home', home);
  await succeed('demo', '--dataset', 'trades', '--to', '2025-12-26', '--rows', '400', '--home', home);
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await connection.run(`attach '${join(home, 'warehouse.duckdb')}' as warehouse (read_only)`);
  for (const table of tables) await connection.run(`create view ${table.name} as ${readTable(table)}`);
});
afterAll(async () => {
  connection?.closeSync();
  instance?.closeSync();
  await removeFolder(home);
});

/** Keys of a table's files, found as its declaration says. */
function filesOf({ layer, prefix, isManifest }: LakeTable): string[] {
  const bucket = layer === 'silver' ? silverOf(home) : goldOf(home);
  const keys = keysOf(bucket).filter((key) => key.startsWith(prefix));
  if (!isManifest) return keys.map((key) => join(bucket, key));
  expect(keys).toEqual([`${prefix}manifest`]);
  const lines = readFileSync(join(bucket, `${prefix}manifest`), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => line.replace('s3://paylake-gold', bucket));
}

function readTable(table: LakeTable): string {
  const files = filesOf(table).map((file) => `'${file}'`);
  const columns = table.columns.map(({ name }) => `"${name}"`).join(', ');
  const partition = table.datePartition
    ? `, regexp_extract(filename, '/${table.datePartition}=([^/]+)/', 1) as ${table.datePartition}`
    : '';
  return `select ${columns}${partition} from read_parquet([${files.join(', ')}], hive_partitioning = false, filename = true)`;
}

test.each(tables)('$name: the files have the columns, in order and of the types that are declared', async (table) => {
  const [file] = filesOf(table);
  const found = await ask(`describe select * from read_parquet('${file}', hive_partitioning = false)`);
  const hive: Record<string, string> = { VARCHAR: 'string', INTEGER: 'int' };
  const columns = found.map(({ column_name: name, column_type: type }) => [
    name,
    hive[String(type)] ?? String(type).toLowerCase(),
  ]);
  expect(columns).toEqual(table.columns.map(({ name, type }) => [name, type]));
});

test.each(tables)('$name has the rows of the warehouse', async ({ name, layer }) => {
  const source = layer === 'gold' ? `mart.${name}` : `core.fact_${name.replace('_all_dates', '')}`;
  const columns = tables.find((table) => table.name === name)?.columns.map((column) => column.name);
  const sorted = (from: string) => ask(`select ${columns?.join(', ')} from ${from} order by all`);
  const rows = await sorted(name);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows).toEqual(await sorted(`warehouse.${source}`));
});

test('every file of Silver stands below a date that is worked out, and below the date of its rows', async () => {
  for (const { name, prefix, datePartition } of tables.filter(({ datePartition }) => datePartition)) {
    const keys = silverKeys(home).filter((key) => key.startsWith(prefix));
    expect(keys.length).toBeGreaterThan(2);
    const outside = keys.filter(
      (key) => !new RegExp(`^${prefix}${datePartition}=\\d{4}-\\d\\d-\\d\\d/[^_.]`).test(key),
    );
    expect(outside).toEqual([]);
    const date = datePartition?.slice('p_'.length);
    expect(await ask(`select count(*) as n from ${name} where ${datePartition} <> cast(${date} as varchar)`)).toEqual([
      { n: '0' },
    ]);
  }
});

/** The same questions, asked of the warehouse in other words. */
const inWarehouse: Record<string, string> = {
  approval_rate_by_mcc: `select mcc, currency, count(*) as attempt_count, count(*) filter (status = 'approved') as approved_count,
    cast(100.0 * count(*) filter (status = 'approved') / count(*) as decimal(5, 2)) as approval_rate
    from warehouse.core.fact_transactions where txn_date between $1 and $2 and is_refund = false group by all order by all`,
  late_rows_by_ingest_date: `select ingest_date, count(*) as row_count, count(*) filter (txn_date <> ingest_date) as late_count,
    min(txn_date) filter (txn_date <> ingest_date) as oldest_late_date
    from warehouse.core.fact_transactions where txn_date between $1 and $2 group by all order by all`,
  net_sales_by_day: `select txn_date, currency, sum(if(is_refund, -amount, amount)) as net_amount,
    count(*) filter (not is_refund) as sale_count, count(*) filter (is_refund) as refund_count
    from warehouse.core.fact_transactions where status = 'approved' group by all order by 1, 2`,
  refunds_by_month: `select date_trunc('month', txn_date) as month_start, currency,
    coalesce(sum(amount) filter (is_refund), 0) as refund_amount, count(*) filter (is_refund) as refund_count,
    round(100 * coalesce(sum(amount) filter (is_refund), 0) / sum(amount) filter (not is_refund), 2) as percent_of_gross
    from warehouse.core.fact_transactions where status = 'approved' group by all order by 1, 2`,
  top_merchants: `select currency, place, merchant_id, net_amount from (
    select *, rank() over (partition by currency order by net_amount desc, merchant_id) as place from (
      select currency, merchant_id, sum(if(is_refund, -amount, amount)) as net_amount
      from warehouse.core.fact_transactions where status = 'approved' and txn_date between $1 and $2 group by all))
    where place <= 10 order by 1, 2`,
};

test.each(athenaQueries())('$name answers on the lake what the warehouse does', async ({ name, sql }) => {
  const values = sql.includes('?') ? ['2025-09-02', '2025-09-03'] : [];
  // The question marks in the words on top are no parameters.
  const rows = await ask(sql.replace(/^--.*\n/gm, ''), values);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows).toEqual(await ask(inWarehouse[name] ?? '', values));
});
