import { findDataset } from '../../datasets/find-dataset.ts';
import { groupsOf } from '../../datasets/mart-groups.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { loadedKey, martPointerKey } from '../../lake/keys.ts';
import { type Bucket, getJson } from '../../lake/objects.ts';
import type { LastLoad, MartPointer } from '../../run/records.ts';
import { exportMarts } from './export-marts.ts';
import { countBatch, goldBatch, groupGoldBatch } from './gold-batch.ts';
import { keepRestatement } from './keep-restatement.ts';
import { pointMart } from './point-mart.ts';
import type { Warehouse } from './warehouse.ts';

export type GoldRun = {
  runId: string;
  dataset: string;
  owner: string;
  unloadRole: string;
  /** ARN of the key that Gold is encrypted under. */
  kmsKey: string;
  now: Date;
};

/**
 * Gold: moves the export of a dataset's marts on, and of those over several datasets that read it; at its end readers are swapped
 * to it. Says how many rows the fact has. Marts are exported by the run that loaded the dataset last, and when a pointer
 * does not name that load: a run that loaded nothing exports nothing.
 */
export async function exportGold(
  warehouse: Warehouse,
  { silver, gold }: { silver: Bucket; gold: Bucket },
  run: GoldRun,
): Promise<{ status: 'running' } | { status: 'exported'; factRows: number }> {
  const { runId, dataset, now } = run;
  const place = { gold: gold.name, unloadRole: run.unloadRole, kmsKey: run.kmsKey, runId };
  const load = await getJson<LastLoad>(silver, loadedKey(dataset));
  const writtenBy = load?.value.runId ?? runId;
  const { marts } = findDataset(dataset);
  const pointers = await forEachLimited(marts, 8, (mart) => getJson<MartPointer>(gold, martPointerKey(mart.name)));
  // A dataset without marts of its own has no pointers that could lag.
  const isNew =
    load?.value.runId === runId || pointers.some((pointer) => !pointer || (load && pointer.value.runId !== writtenBy));
  // Those over several datasets first: the dataset's own pointers say that all of it is done.
  for (const group of isNew ? groupsOf(dataset) : []) {
    const batch = groupGoldBatch(group.name, place);
    const state = `gold-${group.name}` as const;
    const counts = await exportMarts(warehouse, silver, { marts: group.marts, batch, state }, run);
    if (!counts) return { status: 'running' };
    for (const [at, mart] of group.marts.entries()) {
      const pointer = { runId, asOf: counts.asOf, rows: counts.rows[at] ?? 0, loads: counts.base };
      await pointMart(gold, mart, { exportedBy: runId, pointer, now });
    }
  }
  const exported = isNew ? marts : [];
  const [batch, state] =
    exported.length > 0
      ? [goldBatch(dataset, place), 'gold' as const]
      : [countBatch(dataset, runId), 'counts' as const];
  const counts = await exportMarts(warehouse, silver, { marts, batch, state }, run);
  if (!counts) return { status: 'running' };
  const { statementId } = counts;
  await keepRestatement(warehouse, silver, { runId, statementId: `${statementId}:${batch.statements.length - 1}` });
  for (const [at, mart] of exported.entries()) {
    const pointer = { runId: writtenBy, asOf: counts.asOf, rows: counts.rows[at] ?? 0 };
    await pointMart(gold, mart, { exportedBy: runId, pointer, now });
  }
  return { status: 'exported', factRows: counts.base };
}
