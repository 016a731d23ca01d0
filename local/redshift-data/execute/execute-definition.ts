import { saveColumns } from '../database/catalog-store.ts';
import { bindColumn, bindCreateTable, columnSql } from '../sql/bind-create-table.ts';
import { bindQuery, requireUnique } from '../sql/bind-query.ts';
import { defaultSchema, formatTable, ownSchema, quoteName, type Relation, sqlName } from '../sql/catalog.ts';
import { createScope } from '../sql/scope.ts';
import { refuse, SqlError } from '../sql/sql-error.ts';
import type { CreateTable, Statement } from '../sql/syntax.ts';
import { bindContext, type Outcome, runSql, type Session } from './session.ts';

const reservedSchemas = [ownSchema, 'main', 'temp', 'information_schema', 'pg_catalog', 'pg_temp', 'pg_internal'];

/** CREATE SCHEMA. */
export async function createSchema(
  session: Session,
  statement: Statement & { kind: 'createSchema' },
): Promise<Outcome> {
  const { name, ifNotExists } = statement;
  if (reservedSchemas.includes(name)) throw new SqlError(`unacceptable schema name "${name}"`);
  if (session.catalog.schemas.has(name)) {
    if (ifNotExists) return { rows: 0 };
    throw new SqlError(`Schema "${name}" already exists`);
  }
  await runSql(session, `create schema ${quoteName(name)}`);
  session.catalog.schemas.add(name);
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

/** CREATE [OR REPLACE] VIEW over permanent relations. */
export async function createView(session: Session, statement: Statement & { kind: 'createView' }): Promise<Outcome> {
  const { catalog } = session;
  const schema = statement.view.schema ?? defaultSchema;
  catalog.requireSchema(schema);
  const existing = catalog.find({ schema, name: statement.view.name });
  if (existing !== undefined && (!statement.replace || existing.kind === 'table')) {
    throw new SqlError(`Relation "${formatTable(statement.view)}" already exists`);
  }
  const query = bindQuery(statement.query, createScope({ catalog, parameters: new Map() }, new Map()));
  if (query.sql.includes('"temp"."main".')) throw new SqlError('a view may not use a temporary table');
  const names = statement.columns ?? query.columns.map((column) => column.name);
  if (names.length !== query.columns.length)
    throw new SqlError(`CREATE VIEW names ${names.length} columns for ${query.columns.length}`);
  requireUnique(names, 'CREATE VIEW');
  const columns = query.columns.map((column, i) => ({
    name: names[i] ?? column.name,
    type: column.type,
    notNull: false,
  }));
  const relation: Relation = { schema, name: statement.view.name, kind: 'view', columns, query: query.sql };
  const list = names.map(quoteName).join(', ');
  await runSql(session, `create or replace view ${sqlName(relation)} (${list}) as ${query.sql}`);
  await keep(session, relation);
  return { rows: 0 };
}

/** DROP TABLE or VIEW; refused while a view uses it. */
export async function dropRelations(session: Session, statement: Statement & { kind: 'drop' }): Promise<Outcome> {
  for (const name of statement.names) {
    const relation = statement.ifExists ? session.catalog.find(name) : session.catalog.get(name);
    if (relation === undefined) continue;
    if (relation.kind !== statement.what) throw new SqlError(`"${formatTable(name)}" is not a ${statement.what}`);
    const user = session.catalog.findUser(relation);
    if (user !== undefined) {
      throw new SqlError(
        `cannot drop ${statement.what} ${formatTable(name)} because other objects depend on it: view ${formatTable(user)}`,
      );
    }
    await runSql(session, `drop ${statement.what} ${sqlName(relation)}`);
    session.catalog.remove(relation);
    await saveColumns(session.connection, relation, []);
  }
  return { rows: 0 };
}

/** ALTER TABLE ADD COLUMN; NOT NULL needs a default. */
export async function addColumn(session: Session, statement: Statement & { kind: 'addColumn' }): Promise<Outcome> {
  const relation = session.catalog.getTable(statement.table);
  const column = bindColumn(statement.column, bindContext(session));
  if (relation.columns.some((other) => other.name === column.name)) {
    throw new SqlError(`column "${column.name}" of relation "${formatTable(relation)}" already exists`);
  }
  if (column.notNull && (column.fallback === undefined || statement.column.fallback?.kind === 'null')) {
    throw new SqlError('ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression');
  }
  if (session.catalog.findUser(relation) !== undefined) throw refuse('ADD COLUMN to a table that a view uses');
  const table = sqlName(relation);
  await runSql(session, `alter table ${table} add column ${columnSql({ ...column, notNull: false })}`);
  if (column.notNull) await runSql(session, `alter table ${table} alter column ${quoteName(column.name)} set not null`);
  await keep(session, { ...relation, columns: [...relation.columns, column] });
  return { rows: 0 };
}

async function keep(session: Session, relation: Relation): Promise<void> {
  session.catalog.put(relation);
  await saveColumns(session.connection, relation, relation.columns);
}
