import { PaylakeError } from '../../errors.ts';
import { releaseKey } from '../../lake/keys.ts';
import { type Bucket, getJson, putJson } from '../../lake/objects.ts';
import type { Release, ReleaseWord } from '../../run/release.ts';

/** Adds a word about an ingest date's late rows to those on record, unless the last one says the same; gives whether it did. */
export async function sayRelease(
  silver: Bucket,
  { dataset, ingestDate }: { dataset: string; ingestDate: string },
  word: ReleaseWord,
): Promise<boolean> {
  const key = releaseKey(dataset, ingestDate);
  for (let attempt = 1; attempt <= 5; attempt++) {
    const known = await getJson<Release>(silver, key);
    const last = known ? (known.value.words?.at(-1)?.says ?? 'released') : 'withdrawn';
    if (last === word.says) return false;
    const release = { ...known?.value, dataset, ingestDate, words: [...(known?.value.words ?? []), word] };
    if (await putJson(silver, key, release, known ? { ifEtag: known.etag } : { ifAbsent: true })) return true;
  }
  throw new PaylakeError(
    'transient',
    `somebody else is changing the release of ${ingestDate}`,
    'run the same command again',
  );
}
