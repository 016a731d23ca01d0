import { journalKey, rankedKey, runKey } from '../../lake/keys.ts';
import { type Bucket, getJson } from '../../lake/objects.ts';
import type { Decision, Ranking, RunPlan } from '../../run/records.ts';
import type { RunStep } from './track-steps.ts';

/** How much work each item of a step is, by the run's own records: bytes of its files, or its rows. */
export type Weights = { unit: 'bytes' | 'rows'; of: ReadonlyMap<string, number> };

/** Weighs the items of a step; none for a step that is one piece, or whose record is not there (yet or any more). */
export async function weighItems(silver: Bucket, { stage, runId, dataset }: RunStep): Promise<Weights | undefined> {
  if (stage === 'accept') {
    const plan = await getJson<RunPlan>(silver, runKey(runId, 'plan'));
    const sizes = plan?.value.dates.map(
      ({ ingestDate, files }) => [ingestDate, sum(files, ({ size }) => size)] as const,
    );
    return sizes && { unit: 'bytes', of: new Map(sizes) };
  }
  if (stage === 'stage') {
    const ranking = await getJson<Ranking>(silver, rankedKey(runId));
    return ranking && { unit: 'rows', of: rowsOfChunks(ranking.value) };
  }
  if (stage === 'publish') {
    const decision = await getJson<Decision>(silver, journalKey(dataset));
    return decision && { unit: 'rows', of: new Map(decision.value.parts.map(({ name, rows }) => [name, rows])) };
  }
  return undefined;
}

function rowsOfChunks({ chunks, controlTotals }: Ranking): Map<string, number> {
  return new Map(
    chunks.map(({ name, dates }) => {
      const own = controlTotals.filter(({ date, measure }) => measure === 'rows' && dates.includes(date));
      return [name, sum(own, ({ rows }) => rows)];
    }),
  );
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
