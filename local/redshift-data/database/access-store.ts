import type { DuckDBConnection } from '@duckdb/node-api';
import { Access, privilegesOf, publicRights, type Right } from '../sql/access.ts';
import { keyOf, ownSchema, quoteText } from '../sql/catalog.ts';

const table = `${ownSchema}.access_right`;

/**
 * Creates the table of rights where it is missing. What stood in the file before rights were kept stays open to everybody, as it
 * was; a new file begins with what Redshift gives PUBLIC.
 */
export async function prepareAccess(connection: DuckDBConnection): Promise<void> {
  const found = await readRows<{ n: number }>(
    connection,
    `select count(*)::int as n from duckdb_tables() where schema_name = '${ownSchema}' and table_name = 'access_right'`,
  );
  if ((found[0]?.n ?? 0) > 0) return;
  await connection.run(`create table ${table} (grantee varchar, privilege varchar, object varchar)`);
  const schemas = await readRows<{ name: string }>(
    connection,
    `select schema_name as name from duckdb_schemas() where database_name = current_database() and not internal
      and schema_name not in ('main', 'public', '${ownSchema}')`,
  );
  const relations = await readRows<{ schema: string; name: string }>(
    connection,
    `select distinct schema_name as schema, table_name as name from duckdb_columns()
      where database_name = current_database() and not internal and schema_name not in ('main', '${ownSchema}')`,
  );
  const open = (object: string, privileges: readonly string[]): Right[] =>
    privileges.map((privilege) => ({ grantee: 'public', privilege, object }));
  const rights = [
    ...publicRights,
    ...schemas.flatMap(({ name }) => open(`schema:${name}`, privilegesOf.schema)),
    ...relations.flatMap((relation) => open(`relation:${keyOf(relation)}`, privilegesOf.relation)),
  ];
  await insertRights(connection, rights);
}

/** Reads all rights. */
export async function loadAccess(connection: DuckDBConnection): Promise<Access> {
  return new Access(await readRows<Right>(connection, `select grantee, privilege, object from ${table}`));
}

/** Writes the rights of a transaction that changed them. */
export async function saveAccess(connection: DuckDBConnection, access: Access): Promise<void> {
  if (!access.isChanged) return;
  await connection.run(`delete from ${table}`);
  await insertRights(connection, access.list());
}

async function insertRights(connection: DuckDBConnection, rights: readonly Right[]): Promise<void> {
  const values = rights.map(({ grantee, privilege, object }) => `(${[grantee, privilege, object].map(quoteText)})`);
  await connection.run(`insert into ${table} values ${values.join(', ')}`);
}

async function readRows<T>(connection: DuckDBConnection, sql: string): Promise<T[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJS() as T[];
}
