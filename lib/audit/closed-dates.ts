import { addDays } from '../run/calendar.ts';

/**
 * Says of an event date whether it is closed: no row of it could still arrive in time, and none of the ingest dates that it
 * could have arrived on is published for the first time now. A closed date changes only by a release, a correction that
 * moves a record, or anew by other rules or files: a restatement, to be reported (law 4).
 *
 * @param published ingest dates that were published before this run.
 * @param derived ingest dates of this run.
 * @param lateDays of their feeds, the longest; a date of an unlimited feed never closes.
 */
export function closedDates(
  published: ReadonlySet<string>,
  derived: readonly string[],
  lateDays: number | 'unlimited',
): (eventDate: string) => boolean {
  if (lateDays === 'unlimited') return () => false;
  const latest = [...published, ...derived].sort().at(-1) ?? '';
  const first = derived.filter((date) => !published.has(date));
  return (eventDate) => {
    const lastInTime = addDays(eventDate, lateDays);
    return lastInTime < latest && !first.some((date) => eventDate <= date && date <= lastInTime);
  };
}
