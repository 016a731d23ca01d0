import { PaylakeError } from '../errors.ts';

/*
 * Dates are `YYYY-MM-DD` text everywhere; business days are counted in the zone of the schedule.
 */

export const scheduleZone = 'Asia/Seoul';

/** The date itself if it is a real one; throws a usage error naming where it came from. */
export function parseDate(value: unknown, name: string): string {
  if (typeof value === 'string' && /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value)) {
    const time = Date.parse(`${value}T00:00:00Z`);
    if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(value)) return value;
  }
  throw new PaylakeError('usage', `${name} "${String(value)}" is no date`, 'write it YYYY-MM-DD, e.g. 2025-09-01');
}

/** The date so many days later (earlier if negative). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days from one date to another, negative backwards. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}

/** Every date of a range, both ends included. */
export function datesOf(from: string, to: string): string[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, day) => addDays(from, day));
}

/** 0 is Sunday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** The business day that contains the instant, in the schedule's zone. */
export function dayOf(instant: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: scheduleZone, dateStyle: 'short' }).format(new Date(instant));
}

/** The business day before the one that contains the instant. */
export function dayBefore(instant: string): string {
  return addDays(dayOf(instant), -1);
}
