import { findFeed } from '../../../datasets/find-feed.ts';
import { addDays, weekday } from '../../../run/calendar.ts';
import { before, type Evidence } from '../evidence.ts';
import { failure, median, type Outcome, percent } from './outcome.ts';
import { groupsOf, nameOf, partsAbove, severityOf } from './parts.ts';
import { pickExamples } from './pick-examples.ts';

/**
 * Rows against the median of the recent days and of the same weekdays, of which there must be enough: strange is what is
 * strange to both, so that neither a weekend nor growth is told.
 */
export function checkVolume(evidence: Evidence): Outcome {
  const { low, high, days, minDays } = evidence.contract.gate.volume;
  const failures = evidence.summaries.flatMap((summary) => {
    const { ingestDate, rows } = summary;
    const past = before(evidence, ingestDate);
    const sameWeekday = past.filter((day) => weekday(day.ingestDate) === weekday(ingestDate));
    const usual = [past, sameWeekday]
      .map((compared) => compared.slice(0, days).map((day) => day.rows.in))
      .filter((compared) => compared.length >= minDays)
      .map(median);
    const isStrange = usual.length > 0 && usual.every((middle) => rows.in < middle * low || rows.in > middle * high);
    const medians = usual.length === 2 ? `${usual[0]}, of its weekday ${usual[1]}` : `${usual[0]}`;
    return isStrange ? [failure(summary, `${ingestDate}: ${rows.in} rows, median of the days before ${medians}`)] : [];
  });
  return { failures, fine: 'every ingest date is as large as the days before it' };
}

/** The newest row of a daily feed should be about as new as the date; a feed that takes rows of any age delivers at will. */
export function checkFreshness({ contract, summaries }: Evidence): Outcome {
  const failures = summaries.flatMap((summary) => {
    const limit = addDays(summary.ingestDate, -contract.gate.freshness.days);
    const feeds = Object.entries(summary.feeds);
    return feeds
      .filter(([feed, { newest }]) => newest !== null && newest < limit && findFeed(feed).lateDays !== 'unlimited')
      .map(([feed, { newest }]) => {
        const where = nameOf(summary, feeds.length > 1 ? { feed } : {});
        return failure(summary, `${where}: the newest row is of ${newest}`);
      });
  });
  return { failures, fine: 'every ingest date has rows of its own days' };
}

/** An acceptance holds as long as there is no file: one that comes is judged as any other. */
export function checkMissingDays({ plan }: Evidence): Outcome {
  const failures = plan.missing.map((date) => ({
    column: 'ingest_date',
    date,
    inputs: 'no-files',
    detail: `${date}: no file in Bronze`,
    examples: [],
  }));
  return { failures, fine: 'every ingest date has files' };
}

export function checkHeldRows({ contract, summaries }: Evidence): Outcome {
  const { above } = contract.gate.held_rows;
  const limit = above === 0 ? '' : `, more than ${percent(above)}`;
  const failures = summaries.flatMap((summary) =>
    partsAbove(summary, above, ({ heldLines, lines }) => ({ bad: heldLines, all: lines })).map((part) =>
      failure(summary, `${nameOf(summary, part)}: ${part.held} of ${part.rows} rows came too late${limit}`, {
        examples: pickExamples(groupsOf(summary.setAside.held, part)),
        setAside: 'held',
        ...severityOf(part.heldLines),
      }),
    ),
  );
  return { failures, fine: above === 0 ? 'no row came too late' : `no ingest date or feed above ${percent(above)}` };
}
