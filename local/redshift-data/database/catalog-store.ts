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
import { loadAccess, prepareAccess } from './access-store.ts';
import { loadMasking, prepareMasking } from './masking-store.ts';

/** Creates the endpoint's own tables, where they are missing. They have no keys: rows are only added and expired. */
export async function prepareOwnSchema(connection: DuckDBConnection): Promise<void> {
  await connection.run(`create schema if not exists ${quoteName(defaultSchema)};
    create schema if not exists ${ownSchema};
    create table if not exists ${ownSchema}.principal (key varchar);
    create table if not exists ${ownSchema}.redshift_column
      (schema_name varchar, table_name varchar, column_name varchar, type varchar);
    create table if not exists ${ownSchema}.redshift_view
      (schema_name varchar, table_name varchar, query varchar, uses varchar[]);
    create table if not exists ${ownSchema}.statement (id varchar, created_at timestamp, record varchar);
    create table if not exists ${ownSchema}.outcome (id varchar, ended_at timestamp, record varchar)`);
  await prepareAccess(connection);
  await prepareMasking(connection);
}

/** Remembers what DuckDB does not tell of a relation: its columns' types and a view's query, in Redshift's words. */
export async function saveRelation(connection: DuckDBConnection, relation: Relation): Promise<void> {
  await forgetRelation(connection, relation);
  if (relation.schema === undefined) return;
  const [schema, name] = [quoteText(relation.schema), quoteText(relation.name)];
  const rows = relation.columns.map((column) => {
    return `(${schema}, ${name}, ${quoteText(column.name)}, ${quoteText(formatType(column.type))})`;
  });
  await connection.run(`insert into ${ownSchema}.redshift_column values ${rows.join(', ')}`);
  if (relation.query === undefined) return;
  const uses = (relation.uses ?? []).map(quoteText).join(', ');
  await connection.run(
    `insert into ${ownSchema}.redshift_view values (${schema}, ${name}, ${quoteText(relation.query)}, [${uses}])`,
  );
}

/** Forgets what was remembered of a relation. */
export async function forgetRelation(connection: DuckDBConnection, relation: Relation): Promise<void> {
  if (relation.schema === undefined) return;
  const where = `schema_name = ${quoteText(relation.schema)} and table_name = ${quoteText(relation.name)}`;
  for (const table of ['redshift_column', 'redshift_view']) {
    await connection.run(`delete from ${ownSchema}.${table} where ${where}`);
  }
}

type ColumnRow = {
  schema: string;
  table: string;
  column: string;
  duck: string;
  nullable: boolean;
  fallback: string | null;
  type: string | null;
  is_view: boolean;
  query: string | null;
  uses: string[] | null;
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
        c.is_nullable as nullable, c.column_default as fallback, r.type as type, d.view_name is not null as is_view, v.query as query, v.uses as uses
      from duckdb_columns() c
      left join ${ownSchema}.redshift_column r
        on r.schema_name = c.schema_name and r.table_name = c.table_name and r.column_name = c.column_name
      left join duckdb_views() d
        on d.database_name = c.database_name and d.schema_name = c.schema_name and d.view_name = c.table_name
      left join ${ownSchema}.redshift_view v on v.schema_name = c.schema_name and v.table_name = c.table_name
      where c.database_name = current_database() and not c.internal and c.schema_name not in ('main', '${ownSchema}')
      order by c.schema_name, c.table_name, c.column_index`,
  );
  const principals = await readRows<{ key: string }>(connection, `select key from ${ownSchema}.principal`);
  const relations = Map.groupBy(columns, (row) => JSON.stringify([row.schema, row.table]));
  return new Catalog(
    schemas.map((row) => row.name),
    [...relations.values()].map(toRelation),
    principals.map((row) => row.key),
    await loadAccess(connection),
    await loadMasking(connection),
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
  const { schema, table: name, query, uses } = first;
  if (!first.is_view) return { schema, name, kind: 'table', columns };
  return { schema, name, kind: 'view', columns, query: query ?? undefined, uses: uses ?? [] };
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
