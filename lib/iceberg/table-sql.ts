import type { Contract } from '../contracts/contract.ts';
import { duckdbType } from '../contracts/duckdb-type.ts';

/** The Iceberg table of a dataset, as DuckDB names it: attached catalog, namespace, table. */
export function icebergTable({ name }: Pick<Contract, 'name'>): string {
  return `lake.silver."${name}"`;
}

/**
 * SQL that makes the table of a dataset where there is none, partitioned by event date, and gives it the columns that the contract
 * has gained since; and a local table of Silver's form, without rows.
 */
export function prepareTableSql(contract: Contract): string[] {
  const table = icebergTable(contract);
  const form = ({ name, type }: Contract['columns'][number]): string => `"${name}" ${duckdbType(type)}`;
  const columns = contract.columns.map(form).join(', ');
  return [
    `create table if not exists ${table} (${columns}) partitioned by ("${contract.eventDate}")`,
    ...contract.columns
      .filter(({ since }) => since !== undefined)
      .map((column) => `alter table ${table} add column if not exists ${form(column)}`),
    `create or replace temp table silver_form (${columns})`,
  ];
}

/** SQL of how many rows the table has of each event date. */
export function countDatesSql(contract: Contract): string {
  return `select cast("${contract.eventDate}" as varchar), count(*) from ${icebergTable(contract)} group by all`;
}

/**
 * SQL of one transaction after which the table holds, of these event dates, exactly the rows of these Parquet files, and names the
 * run as a property. Other dates stay as they are. Doing it again changes no row. Files from before a column was added have none.
 */
export function replaceDatesSql(
  contract: Contract,
  { dates, files, runId }: { dates: readonly string[]; files: readonly string[]; runId: string },
): string[] {
  const table = icebergTable(contract);
  const columns = contract.columns.map(({ name }) => `"${name}"`).join(', ');
  const parquet = `read_parquet([${files.map(quote).join(', ')}], hive_partitioning = false, union_by_name = true)`;
  return [
    'begin transaction',
    `delete from ${table} where "${contract.eventDate}" in (${dates.map((date) => `date ${quote(date)}`).join(', ')})`,
    ...(files.length > 0
      ? [
          `insert into ${table} (${columns}) select ${columns} from (from silver_form union all by name from ${parquet})`,
        ]
      : []),
    `call set_iceberg_table_properties(${table}, {'paylake.run-id': ${quote(runId)}})`,
    'commit',
  ];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
