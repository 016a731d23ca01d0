import { findFeed } from '../../datasets/find-feed.ts';
import { parseBronzeKey } from '../../lake/keys.ts';
import { daysBetween } from '../../run/calendar.ts';
import type { DateSummary } from '../../run/date-summary.ts';

/** Longest look-back of each feed that delivered files of an ingest date, in days. */
export type DateLookbacks = { ingestDate: string; lookbacks: number[] };

/** The look-backs that apply to an ingest date's rows. */
export function lookbacksOf(summary: DateSummary): DateLookbacks {
  const feeds = new Set(summary.files.map(({ key }) => parseBronzeKey(key).feed));
  const days = [...feeds].map((name) => findFeed(name).lookbackDays);
  return {
    ingestDate: summary.ingestDate,
    lookbacks: days.map((lookback) => (lookback === 'unlimited' ? Number.POSITIVE_INFINITY : lookback)),
  };
}

/** The dates among `all` whose rows may outrank, or be outranked by, rows of one of `dates` (themselves included). */
export function neighboursOf(dates: readonly DateLookbacks[], all: readonly DateLookbacks[]): string[] {
  return all
    .filter((other) =>
      dates.some((date) => {
        const apart = Math.abs(daysBetween(date.ingestDate, other.ingestDate));
        return apart === 0 || apart <= Math.min(Math.max(...date.lookbacks), Math.max(...other.lookbacks));
      }),
    )
    .map((other) => other.ingestDate);
}
