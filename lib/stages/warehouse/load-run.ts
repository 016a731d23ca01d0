import { journalKey, loadedKey, runKey } from '../../lake/keys.ts';
import { type Bucket, needJson, putJson } from '../../lake/objects.ts';
import type { Decision, LastLoad } from '../../run/records.ts';
import { advanceBatch, type Statements } from './advance-batch.ts';
import { loadBatch } from './load-batch.ts';
import { rebuildGroups } from './rebuild-groups.ts';
import type { Warehouse } from './warehouse.ts';

/** Load: moves the decided run's load transaction on, then marts over several datasets, and says how far it is. */
export async function loadRun(
  warehouse: Warehouse,
  silver: Bucket,
  { dataset, owner, copyRole }: { dataset: string; owner: string; copyRole: string },
): Promise<{ next: 'running'; statements?: Statements } | { next: 'loaded' }> {
  const decision = await needJson<Decision>(silver, journalKey(dataset));
  const batch = loadBatch(decision, { silver: silver.name, copyRole });
  const progress = await advanceBatch(warehouse, silver, runKey(decision.runId, 'load'), batch, owner);
  if (progress.status === 'running')
    return { next: 'running', ...(progress.statements && { statements: progress.statements }) };
  await putJson(silver, loadedKey(dataset), { runId: decision.runId } satisfies LastLoad);
  const groups = await rebuildGroups(warehouse, silver, { runId: decision.runId, dataset, owner });
  if (groups.status === 'running')
    return { next: 'running', ...(groups.statements && { statements: groups.statements }) };
  return { next: 'loaded' };
}
