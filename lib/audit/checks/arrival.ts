import { findFeed } from '../../feeds/index.ts';
import { parseBronzeKey } from '../../lake/keys.ts';
import { addDays, weekday } from '../../run/calendar.ts';
import type { DateSummary } from '../../run/date-summary.ts';
import type { Check } from '../../run/records.ts';
import { before, type Evidence } from '../evidence.ts';
import { median, shorten, warn } from './outcome.ts';

/**
 * Rows against the median of the recent days and of the same weekdays, of which there must be enough: strange is what is
 * strange to both, so that neither a weekend nor growth warns.
 */
export function checkVolume(evidence: Evidence): Check {
  const { low, high, days, minDays } = evidence.contract.gate.volumeWarns;
  const strange = evidence.summaries.flatMap(({ ingestDate, rows }) => {
    const past = before(evidence, ingestDate);
    const sameWeekday = past.filter((day) => weekday(day.ingestDate) === weekday(ingestDate));
    const usual = [past, sameWeekday]
      .map((compared) => compared.slice(0, days).map((day) => day.rows.in))
      .filter((compared) => compared.length >= minDays)
      .map(median);
    const isStrange = usual.length > 0 && usual.every((middle) => rows.in < middle * low || rows.in > middle * high);
    const medians = usual.length === 2 ? `${usual[0]}, of its weekday ${usual[1]}` : `${usual[0]}`;
    return isStrange ? [`${ingestDate}: ${rows.in} rows, median of the days before ${medians}`] : [];
  });
  return warn('volume', strange, 'every ingest date is as large as the days before it');
}

/** The newest row of a date that comes from daily feeds should be about as new as the date. */
export function checkFreshness({ contract, summaries }: Evidence): Check {
  const stale = summaries.filter(isDaily).flatMap(({ ingestDate, eventDates }) => {
    const newest = Object.keys(eventDates).sort().at(-1);
    const isStale = newest !== undefined && newest < addDays(ingestDate, -contract.gate.freshDays);
    return isStale ? [`${ingestDate}: the newest row is of ${newest}`] : [];
  });
  return warn('freshness', stale, 'every ingest date has rows of its own days');
}

export function checkMissingDays({ plan }: Evidence): Check {
  const missing = plan.missing.map((date) => `${date}: no file in Bronze`);
  return warn('missing_days', missing, 'every ingest date has files');
}

export function checkHeldRows({ summaries }: Evidence): Check {
  const found = summaries.filter(({ rows }) => rows.held > 0);
  const total = found.reduce((sum, { rows }) => sum + rows.held, 0);
  const days = found.map(({ ingestDate, rows }) => `${ingestDate} ${rows.held}`);
  const failures = total === 0 ? [] : [`${total} rows came too late: ${shorten(days).join(', ')}`];
  return warn('held_rows', failures, 'no row came too late');
}

/** Feeds that take rows of any age deliver by month or at will. */
function isDaily({ files }: DateSummary): boolean {
  return files.every(({ key }) => findFeed(parseBronzeKey(key).feed).lateDays !== 'unlimited');
}
