import type { DateSummary, FeedSummary, SetAsideGroup } from '../../../run/date-summary.ts';
import { addMoney } from '../../../run/money.ts';

/** A feed's share of an ingest date, or all of it (no `feed`). */
export type Part = Omit<FeedSummary, 'newest' | 'blank' | 'leftOut'> & { feed?: string };

/** From so many bad rows on a share blocks: one bad row in sixteen says little of the other fifteen. */
const blocksFrom = 5;

/**
 * The parts of an ingest date with more than the limit's share of something bad: the whole date, and each of its feeds where
 * there are several, so that a large good feed hides no small bad one. A feed that has all the bad of the date stands alone.
 */
export function partsAbove(
  summary: DateSummary,
  above: number,
  count: (part: Part) => { bad: number; all: number },
): Part[] {
  const parts = partsOf(summary).filter((part) => count(part).bad > count(part).all * above);
  const feeds = parts.filter(({ feed }) => feed !== undefined);
  return parts.filter((part) => part.feed !== undefined || !feeds.some((feed) => count(feed).bad === count(part).bad));
}

function partsOf({ feeds }: DateSummary): Part[] {
  const parts = Object.entries(feeds).map(([feed, counts]): Part => ({ ...counts, feed }));
  const add = (count: (part: Part) => number): number => parts.reduce((sum, part) => sum + count(part), 0);
  const whole: Part = {
    rows: add(({ rows }) => rows),
    lines: add(({ lines }) => lines),
    quarantined: add(({ quarantined }) => quarantined),
    quarantinedLines: add(({ quarantinedLines }) => quarantinedLines),
    held: add(({ held }) => held),
    heldLines: add(({ heldLines }) => heldLines),
    money: {
      in: addMoney(...parts.map(({ money }) => money.in)),
      quarantined: addMoney(...parts.map(({ money }) => money.quarantined)),
    },
  };
  return parts.length > 1 ? [whole, ...parts] : [whole];
}

/** How the share of so many bad rows counts: `warn` for too few to block. */
export function severityOf(badRows: number): { severity?: 'warn' } {
  return badRows < blocksFrom ? { severity: 'warn' } : {};
}

/** Where it is, as a message begins: the ingest date, and the feed if it is about one of several. */
export function nameOf({ ingestDate }: DateSummary, { feed }: Pick<Part, 'feed'>): string {
  return feed === undefined ? ingestDate : `${ingestDate}, feed ${feed}`;
}

/** The rows set aside of a part. */
export function groupsOf(groups: readonly SetAsideGroup[], { feed }: Pick<Part, 'feed'>): SetAsideGroup[] {
  return groups.filter(({ file }) => feed === undefined || file.startsWith(`${feed}/`));
}
