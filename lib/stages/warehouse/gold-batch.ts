import { readStatements } from './read-statements.ts';
import type { Batch } from './warehouse.ts';

/** Where a run exports to: the Gold bucket, the role Redshift takes, the key it writes under, the run whose prefixes it fills. */
export type ExportPlace = { gold: string; unloadRole: string; kmsKey: string; runId: string };

/** The batch that writes marts to prefixes of the run in Gold and, last, counts them. `folder`: a dataset, or `cross/<group>`. */
export function goldBatch(folder: string, { gold, unloadRole, kmsKey, runId }: ExportPlace): Batch {
  const literals = { gold: `s3://${gold}`, unload_role: unloadRole, kms_key: kmsKey, run: runId };
  const files = [`${folder}/gold/export_marts.sql`, `${folder}/gold/count_marts.sql`];
  return { statements: readStatements(files, literals), parameters: [] };
}

/** The batch that only counts a dataset's fact and marts. */
export function countBatch(dataset: string): Batch {
  return { statements: readStatements([`${dataset}/gold/count_marts.sql`]), parameters: [] };
}
