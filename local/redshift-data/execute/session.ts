import type { S3Client } from '@aws-sdk/client-s3';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ResultSet } from '../results/result-set.ts';
import type { Catalog } from '../sql/catalog.ts';
import type { BindContext, Caller } from '../sql/scope.ts';

/** One submission: a connection in a transaction, and what it sees. */
export type Session = {
  connection: DuckDBConnection;
  /** Changes with the transaction's DDL; nobody else sees it before the commit. */
  catalog: Catalog;
  isBatch: boolean;
  parameters: ReadonlyMap<string, string>;
  caller: Caller;
  /** Scratch folder of this submission; whoever needs it makes it. */
  scratch: string;
  /** Client that acts as a role: the S3 endpoint sees the role's name as access key id. */
  s3As: (roleArn: string) => S3Client;
  signal: AbortSignal;
};

/** What a statement did: rows read or changed, and its result if it has one. */
export type Outcome = { rows: number; result?: ResultSet };

export function bindContext(session: Session): BindContext {
  const { catalog, parameters, caller } = session;
  return { catalog, parameters, rights: caller.identity, caller };
}

/** Runs SQL that gives no rows; returns the number of rows it changed. */
export async function runSql(session: Session, sql: string): Promise<number> {
  const result = await session.connection.run(sql);
  return result.rowsChanged;
}
