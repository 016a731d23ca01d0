import type { MartGroup } from '../../datasets/mart-group.ts';
import { groupsOf } from '../../datasets/mart-groups.ts';
import { runKey } from '../../lake/keys.ts';
import type { Bucket } from '../../lake/objects.ts';
import { advanceBatch, type Statements } from './advance-batch.ts';
import { readStatements } from './read-statements.ts';
import { type Batch, toParameters, type Warehouse } from './warehouse.ts';

/**
 * Moves on what a load means for marts over several datasets: a transaction for each group that reads the dataset. Which loads a
 * group has seen stands in its ledger, so that the end is the same in whatever order runs come, and one that died is caught up.
 */
export async function rebuildGroups(
  warehouse: Warehouse,
  silver: Bucket,
  { runId, dataset, owner }: { runId: string; dataset: string; owner: string },
): Promise<{ status: 'running'; statements?: Statements } | { status: 'rebuilt' }> {
  for (const group of groupsOf(dataset)) {
    const stateKey = runKey(runId, `marts-${group.name}`);
    const progress = await advanceBatch(warehouse, silver, stateKey, groupBatch(group), owner);
    if (progress.status === 'running') return progress;
  }
  return { status: 'rebuilt' };
}

/** The transaction that rebuilds a group, in order: lock, loads not seen yet, marts, checks, ledger. */
export function groupFilesOf({ name, marts, checks }: MartGroup): string[] {
  const own = (folder: string, files: readonly string[]): string[] =>
    files.map((file) => `cross/${name}/${folder}/${file}.sql`);
  return [
    'shared/lock_marts.sql',
    `cross/${name}/take_loads.sql`,
    ...own(
      'marts',
      marts.map((mart) => mart.name),
    ),
    ...own('checks', checks),
    'shared/mart_ledger.sql',
  ];
}

/** The batch that rebuilds a group. */
export function groupBatch(group: MartGroup): Batch {
  return { statements: readStatements(groupFilesOf(group)), parameters: toParameters({ mart_group: group.name }) };
}
