import { findFeed } from '../../feeds/index.ts';
import { addDays, weekday } from '../../run/calendar.ts';
import type { DateSummary } from '../../run/date-summary.ts';
import type { Check } from '../../run/records.ts';
import { before, type Evidence } from '../evidence.ts';
import { median, shorten, warn } from './outcome.ts';

/** Rows against the same weekday's median where there is enough of it, else the recent days'; silent until there is history. */
export function checkVolume(evidence: Evidence): Check {
  const { low, high, days, minDays } = evidence.contract.gate.volumeWarns;
  const strange = evidence.summaries.flatMap(({ ingestDate, rows }) => {
    const past = before(evidence, ingestDate);
    const sameWeekday = past.filter((day) => weekday(day.ingestDate) === weekday(ingestDate)).slice(0, days);
    const isWeekly = sameWeekday.length >= minDays;
    const compared = (isWeekly ? sameWeekday : past.slice(0, days)).map((day) => day.rows.in);
    const usual = median(compared);
    if (compared.length < minDays || (rows.in >= usual * low && rows.in <= usual * high)) return [];
    const of = isWeekly ? `the ${compared.length} same weekdays` : `the ${compared.length} days`;
    return [`${ingestDate}: ${rows.in} rows, median of ${of} before ${usual}`];
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
  return files.every(({ key }) => findFeed(key.split('/')[0] ?? '').lateDays !== 'unlimited');
}
