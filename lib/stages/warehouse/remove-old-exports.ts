import { martCsvKey, martManifestKey, martPointerKey, martRoot } from '../../lake/keys.ts';
import { type Bucket, listObjects, removeObject } from '../../lake/objects.ts';

/** How long files stay that no pointer names any more: somebody may have begun to read them. */
const keptMilliseconds = 7 * 86_400_000;

/** Removes a mart's exports that are older than a week, but for files to keep. */
export async function removeOldExports(gold: Bucket, mart: string, keep: readonly string[], now: Date): Promise<void> {
  const needed = new Set([...keep, martPointerKey(mart), martManifestKey(mart), martCsvKey(mart)]);
  const old = (await listObjects(gold, martRoot(mart))).filter(
    ({ key, modified }) => !needed.has(key) && now.getTime() - modified.getTime() > keptMilliseconds,
  );
  for (const { key } of old) await removeObject(gold, key);
}
