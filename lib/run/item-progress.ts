import { itemProgressKey } from '../lake/keys.ts';
import { type Bucket, putJson } from '../lake/objects.ts';
import type { StageName } from '../pipeline.ts';

/** How far one item of a step is: `share` of its work, 0..1, and about how many of its rows are done. For people only. */
export type ItemProgress = { share: number; rows: number };

/** As it is written down, with the moment it was told. */
export type ToldProgress = ItemProgress & { at: string };

/** Called by a stage wherever a piece of an item is done. */
export type TellProgress = (progress: ItemProgress) => Promise<void>;

/** An item that is done sooner writes nothing; who watches does not look much more often. */
const everyMs = 5_000;

/** Writes down every few seconds how far an item of a step is, where `readItemProgress` finds it. */
export function tellProgress(
  silver: Bucket,
  { runId, stage, item }: { runId: string; stage: StageName; item: string },
  now: () => number = Date.now,
): TellProgress {
  let last = now();
  return async (progress) => {
    if (now() - last < everyMs) return;
    last = now();
    const told: ToldProgress = { ...progress, at: new Date(last).toISOString() };
    await putJson(silver, itemProgressKey(runId, stage, item), told);
  };
}
