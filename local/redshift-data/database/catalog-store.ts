import type { DuckDBConnection } from '@duckdb/node-api';
import {
  Catalog,
  type CatalogColumn,
  defaultSchema,
  ownSchema,
  quoteName,
  quoteText,
  type Relation,
} from '../sql/catalog.ts';
import { parseType } from '../sql/parse-type.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import { formatType, type RsType, text } from '../sql/types.ts';

/** Creates the endpoint's own tables, where they are missing. They have no keys: rows are only added and expired. */
export async function prepareOwnSchema(connection: DuckDBConnection): Promise<void> {
  await connection.run(`create schema if not exists ${quoteName(defaultSchema)};
    create schema if not exists ${ownSchema};
    create table if not exists ${ownSchema}.principal (key varchar);
    create table if not exists ${ownSchema}.redshift_column
      (schema_name varchar, table_name varchar, column_name varchar, type varchar);
    create table if not exists ${ownSchema}.statement (id varchar, created_at timestamp, record varchar);
    create table if not exists ${ownSchema}.outcome (id varchar, ended_at timestamp, record varchar)`);
}

/** Remembers the Redshift types of a relation's columns, which DuckDB's types do not tell; no columns forget it. */
export async function saveColumns(
  connection: DuckDBConnection,
  relation: Relation,
  columns: readonly CatalogColumn[],
): Promise<void> {
  if (relation.schema === undefined) return;
  const [schema, name] = [quoteText(relation.schema), quoteText(relation.name)];
  await connection.run(
    `delete from ${ownSchema}.redshift_column where schema_name = ${schema} and table_name = ${name}`,
  );
  if (columns.length === 0) return;
  const rows = columns.map((column) => {
    return `(${schema}, ${name}, ${quoteText(column.name)}, ${quoteText(formatType(column.type))})`;
  });
  await connection.run(`insert into ${ownSchema}.redshift_column values ${rows.join(', ')}`);
}

type ColumnRow = {
  schema: string;
  table: string;
  column: string;
  duck: string;
  nullable: boolean;
  fallback: string | null;
  type: string | null;
  query: string | null;
};

/** Reads what the file holds; a table made by another program gets types as wide as DuckDB's. */
export async function loadCatalog(connection: DuckDBConnection): Promise<Catalog> {
  const schemas = await readRows<{ name: string }>(
    connection,
    `select schema_name as name from duckdb_schemas() where database_name = current_database() and not internal
      and schema_name not in ('main', '${ownSchema}')`,
  );
  const columns = await readRows<ColumnRow>(
    connection,
    `select c.schema_name as schema, c.table_name as "table", c.column_name as "column", c.data_type as duck,
        c.is_nullable as nullable, c.column_default as fallback, r.type as type, v.sql as query
      from duckdb_columns() c
      left join ${ownSchema}.redshift_column r
        on r.schema_name = c.schema_name and r.table_name = c.table_name and r.column_name = c.column_name
      left join duckdb_views() v
        on v.database_name = c.database_name and v.schema_name = c.schema_name and v.view_name = c.table_name
      where c.database_name = current_database() and not c.internal and c.schema_name not in ('main', '${ownSchema}')
      order by c.schema_name, c.table_name, c.column_index`,
  );
  const principals = await readRows<{ key: string }>(connection, `select key from ${ownSchema}.principal`);
  const relations = Map.groupBy(columns, (row) => JSON.stringify([row.schema, row.table]));
  return new Catalog(
    schemas.map((row) => row.name),
    [...relations.values()].map(toRelation),
    principals.map((row) => row.key),
  );
}

async function readRows<T>(connection: DuckDBConnection, sql: string): Promise<T[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjectsJS() as T[];
}

function toRelation(rows: ColumnRow[]): Relation {
  const [first] = rows;
  if (first === undefined) throw new Error('a relation has columns');
  const columns = rows.map((row): CatalogColumn => {
    const type = row.type === null ? typeOfDuck(row.duck) : readType(row.type);
    return { name: row.column.toLowerCase(), type, notNull: !row.nullable, fallback: row.fallback ?? undefined };
  });
  const kind = first.query === null ? 'table' : 'view';
  return { schema: first.schema, name: first.table, kind, columns, query: first.query ?? undefined };
}

function readType(type: string): RsType {
  return parseType(new TokenCursor(type), 'column');
}

function typeOfDuck(type: string): RsType {
  if (type === 'VARCHAR') return text;
  try {
    return readType(type.toLowerCase());
  } catch {
    // A type Redshift lacks reads as text, which fails loudly where it is used as anything else.
    return text;
  }
}
