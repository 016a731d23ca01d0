import { forgetRelation, saveRelation } from '../database/catalog-store.ts';
import { objects } from '../sql/access.ts';
import { bindColumn, bindCreateTable, columnSql } from '../sql/bind-create-table.ts';
import { bindViewQuery } from '../sql/bind-from.ts';
import { bindCreateView } from '../sql/bind-view.ts';
import { formatTable, keyOf, ownSchema, quoteName, type Relation, sqlName } from '../sql/catalog.ts';
import { requireDatabase, requireOwner } from '../sql/require-access.ts';
import { refuse, SqlError } from '../sql/sql-error.ts';
import type { CreateTable, CreateView, Statement } from '../sql/syntax.ts';
import { bindContext, type Outcome, runSql, type Session } from './session.ts';

const reservedSchemas = [ownSchema, 'main', 'temp', 'information_schema', 'pg_catalog', 'pg_temp', 'pg_internal'];

/** CREATE SCHEMA. */
export async function createSchema(
  session: Session,
  statement: Statement & { kind: 'createSchema' },
): Promise<Outcome> {
  const { name, ifNotExists } = statement;
  if (reservedSchemas.includes(name)) throw new SqlError(`unacceptable schema name "${name}"`);
  requireDatabase(bindContext(session), 'create');
  if (session.catalog.schemas.has(name)) {
    if (ifNotExists) return { rows: 0 };
    throw new SqlError(`Schema "${name}" already exists`);
  }
  await runSql(session, `create schema ${quoteName(name)}`);
  session.catalog.schemas.add(name);
  own(session, objects.schema(name));
  return { rows: 0 };
}

/** CREATE TABLE in its three forms. */
export async function createTable(session: Session, statement: CreateTable): Promise<Outcome> {
  const made = bindCreateTable(statement, bindContext(session));
  if (made === undefined) return { rows: 0 };
  const result = await session.connection.runAndReadAll(made.sql);
  await keep(session, made.relation);
  const isFilled = statement.definition.kind === 'as';
  return { rows: isFilled ? Number(result.getRows()[0]?.[0] ?? 0) : 0 };
}

/** CREATE [OR REPLACE] VIEW. */
export async function createView(session: Session, statement: CreateView): Promise<Outcome> {
  const { sql, relation } = bindCreateView(statement, bindContext(session));
  await runSql(session, sql);
  await keep(session, relation);
  return { rows: 0 };
}

/** DROP TABLE or VIEW; what views rest on goes only with them, by CASCADE. */
export async function dropRelations(session: Session, statement: Statement & { kind: 'drop' }): Promise<Outcome> {
  for (const name of statement.names) {
    const relation = statement.ifExists ? session.catalog.find(name) : session.catalog.get(name);
    if (relation === undefined) continue;
    requireOwner(bindContext(session), relation, 'drop');
    if (relation.kind !== statement.what) throw new SqlError(`"${formatTable(name)}" is not a ${statement.what}`);
    const [user] = session.catalog.usersOf(relation);
    if (user !== undefined && !statement.cascade) {
      throw new SqlError(
        `cannot drop ${statement.what} ${formatTable(name)} because other objects depend on it: view ${formatTable(user)}; use DROP ... CASCADE to drop them too`,
      );
    }
    await dropRelation(session, relation);
  }
  return { rows: 0 };
}

async function dropRelation(session: Session, relation: Relation): Promise<void> {
  for (const user of session.catalog.usersOf(relation)) await dropRelation(session, user);
  if (session.catalog.find(relation) === undefined) return;
  await runSql(session, `drop ${relation.kind} ${sqlName(relation)}`);
  session.catalog.remove(relation);
  const object = objects.relation(relation);
  session.catalog.access.remove((right) => right.object === object);
  session.catalog.masking.detach((attachment) => attachment.relation === keyOf(relation));
  await forgetRelation(session.connection, relation);
}

/** ALTER TABLE ADD COLUMN; NOT NULL needs a default. */
export async function addColumn(session: Session, statement: Statement & { kind: 'addColumn' }): Promise<Outcome> {
  const relation = session.catalog.getTable(statement.table);
  requireOwner(bindContext(session), relation, 'alter');
  const column = bindColumn(statement.column, bindContext(session));
  if (relation.columns.some((other) => other.name === column.name)) {
    throw new SqlError(`column "${column.name}" of relation "${formatTable(relation)}" already exists`);
  }
  if (column.notNull && (column.fallback === undefined || statement.column.fallback?.kind === 'null')) {
    throw new SqlError('ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression');
  }
  const table = sqlName(relation);
  await runSql(session, `alter table ${table} add column ${columnSql({ ...column, notNull: false })}`);
  if (column.notNull) await runSql(session, `alter table ${table} alter column ${quoteName(column.name)} set not null`);
  await keep(session, { ...relation, columns: [...relation.columns, column] });
  requireReadableViews(session, relation, column.name);
  return { rows: 0 };
}

// Who makes something owns it, and gives on what ALTER DEFAULT PRIVILEGES says.
function own({ catalog, caller }: Session, object: string, schema?: string): void {
  const { user } = caller.identity;
  catalog.access.add({ grantee: `user:${user}`, privilege: 'owner', object });
  if (schema === undefined) return;
  const sources = [objects.defaults(user, schema), objects.defaults(user, undefined)];
  for (const right of catalog.access.list()) {
    if (sources.includes(right.object)) catalog.access.add({ ...right, object });
  }
}

// Redshift keeps a view's names resolved; here they are read again, and a new column may make one of them ambiguous.
function requireReadableViews(session: Session, table: Relation, column: string): void {
  for (const view of session.catalog.usersOf(table)) {
    try {
      if (view.query !== undefined) bindViewQuery(view, view.query, bindContext(session));
    } catch (error) {
      throw refuse(
        `the column "${column}" beside view ${formatTable(view)} (${error instanceof Error ? error.message : error})`,
        'write the names in the view with their tables',
      );
    }
  }
}

async function keep(session: Session, relation: Relation): Promise<void> {
  if (relation.schema !== undefined && session.catalog.find(relation) === undefined) {
    own(session, objects.relation(relation), relation.schema);
  }
  session.catalog.put(relation);
  await saveRelation(session.connection, relation);
}
