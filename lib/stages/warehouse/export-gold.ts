import { findDataset } from '../../datasets/find-dataset.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { loadedKey, martPointerKey, runKey } from '../../lake/keys.ts';
import { type Bucket, getJson, removeObject } from '../../lake/objects.ts';
import type { LastLoad, MartPointer } from '../../run/records.ts';
import { advanceBatch } from './advance-batch.ts';
import { countBatch, goldBatch } from './gold-batch.ts';
import { pointMart } from './point-mart.ts';
import { readMartCounts } from './read-mart-counts.ts';
import type { Warehouse } from './warehouse.ts';

/**
 * Gold: moves the export of a dataset's marts on; at its end swaps readers to it and says how many rows the fact has. A mart is
 * exported when its pointer does not name the dataset's last load: a run that loaded nothing exports nothing.
 */
export async function exportGold(
  warehouse: Warehouse,
  { silver, gold }: { silver: Bucket; gold: Bucket },
  { runId, dataset }: { runId: string; dataset: string },
  { owner, unloadRole, now }: { owner: string; unloadRole: string; now: Date },
): Promise<{ status: 'running' } | { status: 'exported'; factRows: number }> {
  const load = await getJson<LastLoad>(silver, loadedKey(dataset));
  const writtenBy = load?.value.runId ?? runId;
  const { marts } = findDataset(dataset);
  const pointers = await forEachLimited(marts, 8, (mart) => getJson<MartPointer>(gold, martPointerKey(mart.name)));
  const isNew = pointers.some((pointer) => !pointer || (load && pointer.value.runId !== writtenBy));
  const stateKey = runKey(runId, isNew ? 'gold' : 'counts');
  const batch = isNew ? goldBatch(dataset, { gold: gold.name, unloadRole, runId }) : countBatch(dataset);
  const progress = await advanceBatch(warehouse, silver, stateKey, batch, owner);
  if (progress.status === 'running') return { status: 'running' };
  const counts = await readMartCounts(warehouse, dataset, batch, progress.statementId);
  if (!counts) {
    // The export is done but its answer is gone: exporting again costs little and changes nothing.
    await removeObject(silver, stateKey);
    return { status: 'running' };
  }
  if (isNew) {
    for (const [at, mart] of marts.entries()) {
      const pointer = { runId: writtenBy, asOf: counts.asOf, rows: counts.marts[mart.name] ?? 0 };
      await pointMart(gold, mart, { exportedBy: runId, pointer, before: pointers[at]?.value, now });
    }
  }
  return { status: 'exported', factRows: counts.fact };
}
