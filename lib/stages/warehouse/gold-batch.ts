import { readStatements } from './read-statements.ts';
import type { Batch } from './warehouse.ts';

/** Where a run exports to: the Gold bucket, the role Redshift takes, and the run whose prefixes it fills. */
export type ExportPlace = { gold: string; unloadRole: string; runId: string };

/** The batch that writes a dataset's marts to prefixes of the run in Gold and, last, counts them. */
export function goldBatch(dataset: string, { gold, unloadRole, runId }: ExportPlace): Batch {
  const literals = { gold: `s3://${gold}`, unload_role: unloadRole, run: runId };
  const files = [`${dataset}/gold/export_marts.sql`, `${dataset}/gold/count_marts.sql`];
  return { statements: readStatements(files, literals), parameters: [] };
}

/** The batch that only counts a dataset's fact and marts. */
export function countBatch(dataset: string): Batch {
  return { statements: readStatements([`${dataset}/gold/count_marts.sql`]), parameters: [] };
}
