import { type Literals, readStatements } from './read-statements.ts';
import { type Batch, toParameters } from './warehouse.ts';

/** Where a run exports to: the Gold bucket, the role Redshift takes, the key it writes under, the run whose prefixes it fills. */
export type ExportPlace = { gold: string; unloadRole: string; kmsKey: string; runId: string };

/** The batch that writes the marts of a group to prefixes of the run in Gold and, last, counts them. */
export function groupGoldBatch(group: string, place: ExportPlace): Batch {
  const files = [`cross/${group}/gold/export_marts.sql`, `cross/${group}/gold/count_marts.sql`];
  return { statements: readStatements(files, literalsOf(place)), parameters: [] };
}

/** The same for the marts of a dataset; its last statement but one says what the run restated. */
export function goldBatch(dataset: string, place: ExportPlace): Batch {
  const exports = readStatements([`${dataset}/gold/export_marts.sql`], literalsOf(place));
  const { statements, parameters } = countBatch(dataset, place.runId);
  return { statements: [...exports, ...statements], parameters };
}

/** The batch that only says what the run restated, and counts a dataset's fact and marts. */
export function countBatch(dataset: string, runId: string): Batch {
  const files = ['shared/read_restatement.sql', `${dataset}/gold/count_marts.sql`];
  return { statements: readStatements(files), parameters: toParameters({ run_id: runId }) };
}

function literalsOf({ gold, unloadRole, kmsKey, runId }: ExportPlace): Literals {
  return { gold: `s3://${gold}`, unload_role: unloadRole, kms_key: kmsKey, run: runId };
}
