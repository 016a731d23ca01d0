import { addDays } from '../../run/calendar.ts';

/** What tells whether a date is closed, as things stand before a run publishes. */
export type Arrivals = {
  /** Ingest dates that were published before the run. */
  published: ReadonlySet<string>;
  /** Ingest dates of the run, each with the event dates of its accepted rows, and whether late ones were released. */
  derived: readonly { ingestDate: string; eventDates: readonly string[]; released: boolean }[];
  /** Event dates that have rows in Silver. */
  standing: ReadonlySet<string>;
  /** Late days of the dataset's feeds. */
  lateDays: readonly (number | 'unlimited')[];
};

/**
 * Says of an event date whether it is closed: none of its rows could still arrive in time, and no ingest date that they could
 * have arrived on is published for the first time now. A closed date changes only by a release, a correction that moves a
 * record, or anew by other rules or files: a restatement, to be reported (law 4).
 *
 * What closes a date are the late days of the daily feeds, whatever other feeds there are. A feed that takes rows of any age
 * leaves no date open: where it changes a date that has rows, its readers have seen other numbers. Where nothing stood, its
 * first delivery restates nothing.
 */
export function closedDates({ published, derived, standing, lateDays }: Arrivals): (eventDate: string) => boolean {
  const days = Math.max(0, ...lateDays.filter((days) => days !== 'unlimited'));
  const latest = [...published, ...derived.map(({ ingestDate }) => ingestDate)].sort().at(-1) ?? '';
  const first = derived.filter(({ ingestDate }) => !published.has(ingestDate));
  const delivered = new Set(first.filter(({ released }) => !released).flatMap(({ eventDates }) => eventDates));
  return (eventDate) => {
    const lastInTime = addDays(eventDate, days);
    const isFirst = first.some(({ ingestDate }) => eventDate <= ingestDate && ingestDate <= lastInTime);
    const isNew = !standing.has(eventDate) && delivered.has(eventDate);
    return lastInTime < latest && !isFirst && !isNew;
  };
}
