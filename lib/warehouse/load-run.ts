import { journalKey, runKey } from '../lake/keys.ts';
import { type Bucket, needJson } from '../lake/objects.ts';
import type { Decision } from '../run/records.ts';
import { advanceBatch } from './advance-batch.ts';
import { loadBatch } from './load-batch.ts';
import type { Warehouse } from './warehouse.ts';

/** Load: moves the decided run's load transaction on. */
export async function loadRun(
  warehouse: Warehouse,
  silver: Bucket,
  { dataset, owner, copyRole }: { dataset: string; owner: string; copyRole: string },
): Promise<'running' | 'loaded'> {
  const decision = await needJson<Decision>(silver, journalKey(dataset));
  const batch = loadBatch(decision, { silver: silver.name, copyRole });
  const { status } = await advanceBatch(warehouse, silver, runKey(decision.runId, 'load'), batch, owner);
  return status === 'running' ? 'running' : 'loaded';
}
