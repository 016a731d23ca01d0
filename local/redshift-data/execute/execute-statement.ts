import { readResult } from '../results/read-result.ts';
import { bindDelete, bindUpdate } from '../sql/bind-change.ts';
import { bindInsert } from '../sql/bind-insert.ts';
import { bindMerge, multipleMatches } from '../sql/bind-merge.ts';
import { bindQuery } from '../sql/bind-query.ts';
import { principalKey, sqlName } from '../sql/catalog.ts';
import { parseStatement } from '../sql/parse-statement.ts';
import { requireOwner, requireRelation } from '../sql/require-access.ts';
import { createScope } from '../sql/scope.ts';
import { SqlError } from '../sql/sql-error.ts';
import type { MergeStatement, Query, Statement, TableName } from '../sql/syntax.ts';
import { executeCopy } from './execute-copy.ts';
import { addColumn, createSchema, createTable, createView, dropRelations } from './execute-definition.ts';
import { executeGrant } from './execute-grant.ts';
import { executeMasking } from './execute-masking.ts';
import { executeUnload } from './execute-unload.ts';
import { createPrincipal, dropPrincipal } from './principals.ts';
import { bindContext, type Outcome, runSql, type Session } from './session.ts';

/** Runs one statement in the session's transaction; throws what the statement fails with. */
export async function executeStatement(session: Session, sql: string): Promise<Outcome> {
  const statement = parseStatement(sql);
  const context = bindContext(session);
  switch (statement.kind) {
    case 'query':
      return executeQuery(session, statement.query);
    case 'insert':
      return { rows: await runSql(session, bindInsert(statement, context)) };
    case 'update':
      return { rows: await runSql(session, bindUpdate(statement, context)) };
    case 'delete':
      return { rows: await runSql(session, bindDelete(statement, context)) };
    case 'merge':
      return executeMerge(session, statement);
    case 'createSchema':
      return createSchema(session, statement);
    case 'createTable':
      return createTable(session, statement);
    case 'createView':
      return createView(session, statement);
    case 'drop':
      return dropRelations(session, statement);
    case 'addColumn':
      return addColumn(session, statement);
    case 'truncate':
      refuseInBatch(session, 'TRUNCATE', 'it would commit what came before it; use delete');
      return truncate(session, statement.table);
    case 'lock':
      // PostgreSQL asks for either; Redshift's page is silent.
      for (const table of statement.tables) {
        requireRelation(context, context.catalog.getTable(table), 'update', 'delete');
      }
      return { rows: 0 };
    case 'vacuum':
      refuseInBatch(session, 'VACUUM', 'it cannot run inside a transaction block');
      for (const table of statement.tables) requireOwner(context, context.catalog.getTable(table));
      return { rows: 0 };
    case 'grant':
      return executeGrant(session, statement);
    case 'createPolicy':
    case 'alterPolicy':
    case 'dropPolicy':
    case 'attachPolicy':
    case 'detachPolicy':
      return executeMasking(session, statement);
    case 'noop':
      requireNamed(session, statement);
      return { rows: 0 };
    case 'createPrincipal':
      return createPrincipal(session, statement.principal);
    case 'dropPrincipal':
      return dropPrincipal(session, principalKey(statement.principal), statement.principal);
    case 'copy':
      return executeCopy(session, statement);
    case 'unload':
      return executeUnload(session, statement);
  }
}

async function executeQuery(session: Session, query: Query): Promise<Outcome> {
  const bound = bindQuery(query, createScope(bindContext(session), new Map()));
  const result = await readResult(session.connection, bound.sql, bound.columns);
  return { rows: result.rows, result };
}

async function executeMerge(session: Session, statement: MergeStatement): Promise<Outcome> {
  const { sql, conflicts } = bindMerge(statement, bindContext(session));
  const found = await session.connection.runAndReadAll(conflicts);
  if (found.currentRowCount > 0) throw new SqlError(multipleMatches);
  return { rows: await runSql(session, sql) };
}

async function truncate(session: Session, table: TableName): Promise<Outcome> {
  const relation = session.catalog.getTable(table);
  requireOwner(bindContext(session), relation, 'truncate');
  return { rows: await runSql(session, `delete from ${sqlName(relation)}`) };
}

function refuseInBatch(session: Session, what: string, why: string): void {
  if (session.isBatch) throw new SqlError(`${what} is refused in a batch: ${why}`);
}

function requireNamed(session: Session, statement: Statement & { kind: 'noop' }): void {
  for (const table of statement.tables) session.catalog.get(table);
  for (const schema of statement.schemas) session.catalog.requireSchema(schema);
}
