import { GetStatementResultCommand } from '@aws-sdk/client-redshift-data';
import type { Mart } from '../../datasets/dataset.ts';
import { isErrorNamed } from '../../lake/objects.ts';
import type { Batch, Warehouse } from './warehouse.ts';

/**
 * As of which date marts are, null before anything was loaded; how many rows each has; and `base`, the rows of the fact below them,
 * or how many loads a group of marts has seen.
 */
export type MartCounts = { asOf: string | null; base: number; rows: readonly number[] };

/** What the last statement of a finished batch counted (`count_marts.sql`); undefined once the result has expired. */
export async function readMartCounts(
  { client }: Warehouse,
  marts: readonly Mart[],
  batch: Batch,
  statementId: string,
): Promise<MartCounts | undefined> {
  try {
    const Id = `${statementId}:${batch.statements.length}`;
    const { Records } = await client.send(new GetStatementResultCommand({ Id }));
    const [asOf, base, ...rows] = Records?.[0] ?? [];
    return {
      asOf: asOf?.stringValue ?? null,
      base: base?.longValue ?? 0,
      rows: marts.map((_, at) => rows[at]?.longValue ?? 0),
    };
  } catch (error) {
    if (isErrorNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}
