import type { SetAsideGroup } from './date-summary.ts';

/** An operator's word about the late rows of an ingest date: that they are accepted, or that this is taken back. */
export type ReleaseWord = { says: 'released' | 'withdrawn'; at: string; by: string; reason: string } & (
  | { says: 'released'; rows: number; held: SetAsideGroup[] }
  | { says: 'withdrawn' }
);

/** All words about an ingest date, oldest first: the last one counts. An earlier version wrote one without `words`: a release. */
export type Release = { dataset: string; ingestDate: string; words?: ReleaseWord[] };

/** Whether the late rows of the date are accepted. */
export function isReleased(release: Release | undefined): boolean {
  return release !== undefined && release.words?.at(-1)?.says !== 'withdrawn';
}
