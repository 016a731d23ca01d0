import { GetStatementResultCommand } from '@aws-sdk/client-redshift-data';
import { findDataset } from '../../datasets/find-dataset.ts';
import { isErrorNamed } from '../../lake/objects.ts';
import type { Batch, Warehouse } from './warehouse.ts';

/** Rows of a dataset's fact and of its marts by name; as of which date, null before anything was loaded. */
export type MartCounts = { asOf: string | null; fact: number; marts: Readonly<Record<string, number>> };

/** What the last statement of a finished batch counted (`count_marts.sql`); undefined once the result has expired. */
export async function readMartCounts(
  { client }: Warehouse,
  dataset: string,
  batch: Batch,
  statementId: string,
): Promise<MartCounts | undefined> {
  try {
    const Id = `${statementId}:${batch.statements.length}`;
    const { Records } = await client.send(new GetStatementResultCommand({ Id }));
    const [asOf, fact, ...marts] = Records?.[0] ?? [];
    const counts = findDataset(dataset).marts.map(({ name }, at) => [name, marts[at]?.longValue ?? 0]);
    return { asOf: asOf?.stringValue ?? null, fact: fact?.longValue ?? 0, marts: Object.fromEntries(counts) };
  } catch (error) {
    if (isErrorNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}
