import { runKey } from '../../lake/keys.ts';
import { type Bucket, removeObject } from '../../lake/objects.ts';
import { advanceBatch } from './advance-batch.ts';
import { goldBatch, readFactRows } from './gold-batch.ts';
import type { Warehouse } from './warehouse.ts';

/** Gold: moves the export of a dataset's marts on; at its end says how many rows the fact has. */
export async function exportGold(
  warehouse: Warehouse,
  silver: Bucket,
  { runId, dataset }: { runId: string; dataset: string },
  owner: string,
  where: { gold: string; unloadRole: string },
): Promise<{ status: 'running' } | { status: 'exported'; factRows: number }> {
  const batch = goldBatch(dataset, where);
  const stateKey = runKey(runId, 'gold');
  const progress = await advanceBatch(warehouse, silver, stateKey, batch, owner);
  if (progress.status === 'running') return { status: 'running' };
  const factRows = await readFactRows(warehouse, batch, progress.statementId);
  if (factRows !== undefined) return { status: 'exported', factRows };
  // The export is done but its answer is gone: exporting again costs little and changes nothing.
  await removeObject(silver, stateKey);
  return { status: 'running' };
}
