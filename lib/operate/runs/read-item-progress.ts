import { itemProgressPrefix } from '../../lake/keys.ts';
import { type Bucket, getJson, listObjects } from '../../lake/objects.ts';
import type { ItemProgress, ToldProgress } from '../../run/item-progress.ts';
import type { RunStep } from './track-steps.ts';

/** How far the items of a step are that are not done, by name. Small ones are done before they say anything. */
export async function readItemProgress(
  silver: Bucket,
  { stage, runId, items, done, since }: RunStep,
): Promise<Map<string, ItemProgress>> {
  const begun = new Map<string, ItemProgress>();
  if (items === done.length) return begun;
  const prefix = itemProgressPrefix(runId, stage);
  for (const { key } of await listObjects(silver, prefix)) {
    const item = key.slice(prefix.length).replace(/\.json$/, '');
    const told = done.includes(item) ? undefined : await getJson<ToldProgress>(silver, key);
    // What a run said that was killed in this step is not true of the one that does it again.
    if (told && Date.parse(told.value.at) >= since) begun.set(item, told.value);
  }
  return begun;
}
