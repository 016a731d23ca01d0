import type { Mart } from '../../datasets/dataset.ts';
import { runKey } from '../../lake/keys.ts';
import { type Bucket, removeObject } from '../../lake/objects.ts';
import { advanceBatch } from './advance-batch.ts';
import { type MartCounts, readMartCounts } from './read-mart-counts.ts';
import type { Batch, Warehouse } from './warehouse.ts';

/** Moves a batch on whose last statement counts marts; at its end says what it counted and by which batch, undefined while it runs. */
export async function exportMarts(
  warehouse: Warehouse,
  silver: Bucket,
  { marts, batch, state }: { marts: readonly Mart[]; batch: Batch; state: 'gold' | 'counts' | `gold-${string}` },
  { runId, owner }: { runId: string; owner: string },
): Promise<(MartCounts & { statementId: string }) | undefined> {
  const stateKey = runKey(runId, state);
  const progress = await advanceBatch(warehouse, silver, stateKey, batch, owner);
  if (progress.status === 'running') return undefined;
  const counts = await readMartCounts(warehouse, marts, batch, progress.statementId);
  if (counts) return { ...counts, statementId: progress.statementId };
  // The export is done but its answer is gone: exporting again costs little and changes nothing.
  await removeObject(silver, stateKey);
  return undefined;
}
