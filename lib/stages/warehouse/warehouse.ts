import type { RedshiftDataClient, SqlParameter } from '@aws-sdk/client-redshift-data';

/** The warehouse and the client that reaches it. */
export type Warehouse = { client: RedshiftDataClient; workgroup: string; database: string };

/** SQL that runs as one transaction. Parameters are shared by all statements; each must occur in one of them. */
export type Batch = { statements: string[]; parameters: SqlParameter[] };

/** Limits of BatchExecuteStatement (Redshift Data API): statements in a batch, and text, which we count over the batch. */
export const batchLimits = { statements: 40, bytes: 100_000 };

/** Named parameters as the Data API takes them; a value may not be empty. */
export function toParameters(values: Record<string, string>): SqlParameter[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
