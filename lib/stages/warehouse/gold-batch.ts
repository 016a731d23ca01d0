import { GetStatementResultCommand } from '@aws-sdk/client-redshift-data';
import { isErrorNamed } from '../../lake/objects.ts';
import { readStatements } from './read-statements.ts';
import type { Batch, Warehouse } from './warehouse.ts';

/** The batch that writes a dataset's marts to the Gold bucket and, last, counts its fact. */
export function goldBatch(dataset: string, where: { gold: string; unloadRole: string }): Batch {
  const literals = { gold: `s3://${where.gold}`, unload_role: where.unloadRole };
  return { statements: readStatements([`${dataset}/gold/export_marts.sql`], literals), parameters: [] };
}

/** Rows of the fact, as the finished gold batch counted them; undefined once the result has expired. */
export async function readFactRows(
  { client }: Warehouse,
  batch: Batch,
  statementId: string,
): Promise<number | undefined> {
  try {
    const Id = `${statementId}:${batch.statements.length}`;
    const { Records } = await client.send(new GetStatementResultCommand({ Id }));
    return Records?.[0]?.[0]?.longValue;
  } catch (error) {
    if (isErrorNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}
