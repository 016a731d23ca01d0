import { Temporal } from 'temporal-polyfill';

const withoutOffset = /^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?)?$/;

/**
 * The moment a local date or time is in a zone, in UTC; a text that brings its own offset, or is none of these, is given back as it
 * is. Undefined for a time that the zone's clocks skip; of one they repeat the first counts.
 */
export function inZone(text: string, zone: string): string | undefined {
  if (!withoutOffset.test(text)) return text;
  try {
    const clock = Temporal.PlainDateTime.from(text.replace(' ', 'T'), { overflow: 'reject' });
    const moment = clock.toZonedDateTime(zone, { disambiguation: 'earlier' });
    return moment.toPlainDateTime().equals(clock) ? moment.toInstant().toString() : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Asking for the list is quicker than a first DateTimeFormat, which every process would wait for: feeds are checked as they load. */
const known = new Set(Intl.supportedValuesOf('timeZone'));

/** Whether a text names a zone for certain: UTC, an offset, or an IANA zone by its region ("Europe/Berlin"). */
export function isZone(text: string): boolean {
  if (known.has(text)) return true;
  if (!/^(UTC|[+-][0-9]{2}:[0-9]{2}|[A-Za-z_]+\/.+)$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    return false;
  }
  known.add(text);
  return true;
}
