import type { ColumnSql } from './column-sql.ts';

/*
 * Moments as DuckDB SQL over a SQL expression of their text. The session's time zone is the feed's.
 */

const date = '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
const minutes = '[T ]([01][0-9]|2[0-3]):[0-5][0-9]';
const seconds = ':[0-5][0-9](\\.[0-9]{1,9})?';
const offset = '[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?';
const fastLocal = `[12][0-9]{3}${date.slice('[0-9]{4}'.length)}${minutes}${seconds}`;

/** Pattern of a moment's text, to be matched whole. */
const instant = `${date}(${minutes}(${seconds})?( ?([Zz]|${offset})| UTC)?)?`;

/** How a moment is read. A local time that the clocks skip is none, and of one that they repeat the first counts. */
export function instantSql(): ColumnSql {
  return {
    value,
    isValid: (text) => `regexp_full_match(${text}, '${instant}') and ${text} > '0001' and ${value(text)} is not null`,
    fastValue,
  };
}

function value(text: string): string {
  const hasOffset = `length(${text}) > 10 and regexp_matches(${text}, '([Zz]|UTC|${offset})$')`;
  return `case when ${hasOffset} then ${withOffset(text)} else ${localMoment(text)} end`;
}

/**
 * The moment of a text in the usual spellings, null of all others. A local time only on days on which the clocks do not change,
 * by the session's variable `clock_changes` (see `clockChanges`), from 1970 on.
 */
function fastValue(field: string): string {
  const isUnchanged = `${field} >= '1970' and not list_contains(getvariable('clock_changes'), left(${field}, 10))`;
  return `case when regexp_full_match(${field}, '${fastLocal}(Z|${offset})')
    or regexp_full_match(${field}, '${fastLocal}') and ${isUnchanged} then try_cast(${field} as timestamptz) end`;
}

/**
 * The same of a moment that is not the event's: `clock_changes` tells nothing of the days around it, so that a local time is left
 * to a close look.
 */
export function fastMoment(field: string): string {
  return `case when regexp_full_match(${field}, '${fastLocal}(Z|${offset})') then try_cast(${field} as timestamptz) end`;
}

/** DuckDB reads no "z", no blank before an offset, and no offset after minutes: "10:20 +09:00" becomes "10:20:00+09:00". */
function withOffset(text: string): string {
  const close = `regexp_replace(regexp_replace(${text}, ' ?z$| UTC$', 'Z'), ' ([Z+-])', '\\1')`;
  return `try_cast(regexp_replace(${close}, '^(.{16})([Z+-])', '\\1:00\\2') as timestamptz)`;
}

/** Of a local time that the clocks repeat the first counts; DuckDB takes the last, and moves one that they skip. */
function localMoment(text: string): string {
  const clock = `try_cast(${text} as timestamp)`;
  const last = `cast(${clock} as timestamptz)`;
  const dayBefore = `(${last} - interval 24 hour)`;
  const local = (moment: string): string => `cast(${moment} as timestamp)`;
  // What it would be had the clocks not changed since the day before.
  const first = `make_timestamptz(epoch_us(${clock}) - (epoch_us(${local(dayBefore)}) - epoch_us(${dayBefore})))`;
  return `case
    when ${local(last)} <> ${clock} then null
    when ${first} < ${last} and ${local(first)} = ${clock} then ${first}
    else ${last} end`;
}
