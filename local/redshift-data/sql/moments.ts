import { type Bound, bound } from './bound.ts';
import { coerce } from './coerce.ts';
import { refuse, SqlError } from './sql-error.ts';
import { date, formatType, int4, interval, isInteger, timestamp } from './types.ts';

/** The parts of a moment by their abbreviations (Developer Guide, "Date parts for date or timestamp functions"). */
const parts: Record<string, string[]> = {
  year: ['y', 'yr', 'yrs', 'years'],
  quarter: ['qtr', 'qtrs', 'quarters'],
  month: ['mon', 'mons', 'months'],
  week: ['w', 'weeks'],
  day: ['d', 'days'],
  dayofweek: ['dow', 'dw', 'weekday'],
  dayofyear: ['doy', 'dy', 'yearday'],
  hour: ['h', 'hr', 'hrs', 'hours'],
  minute: ['m', 'min', 'mins', 'minutes'],
  second: ['s', 'sec', 'secs', 'seconds'],
  millisecond: ['ms', 'msec', 'msecs', 'msecond', 'mseconds', 'millisec', 'millisecs', 'millisecon', 'milliseconds'],
  microsecond: ['us', 'usec', 'usecs', 'usecond', 'useconds', 'microsec', 'microsecs', 'microsecon', 'microseconds'],
  epoch: [],
};

/** The full name of a date part; `m` is a minute. */
export function datePart(word: string): string {
  const folded = word.toLowerCase();
  const found = Object.entries(parts).find(([name, short]) => name === folded || short.includes(folded));
  if (found === undefined) throw refuse(`the date part ${word}`);
  return found[0];
}

/** A timestamp out of a date, timestamp or literal. */
export function asTimestamp(value: Bound, where: string): Bound {
  return coerce(value, timestamp, where);
}

const adders: Record<string, string> = {
  day: 'to_days',
  hour: 'to_hours',
  minute: 'to_minutes',
  second: 'to_seconds',
  millisecond: 'to_milliseconds',
  microsecond: 'to_microseconds',
};

/** SQL of `amount` parts added to a timestamp; amount is SQL of an integer. */
export function addPart(moment: string, part: string, amount: string): string {
  const months = (factor: number) => `(${moment} + to_months(cast((${amount}) * ${factor} as integer)))`;
  if (part === 'month') return months(1);
  if (part === 'quarter') return months(3);
  if (part === 'week') return `(${moment} + to_days(cast((${amount}) * 7 as integer)))`;
  if (part === 'year') {
    // 29 February plus a year is 1 March in Redshift (Developer Guide, DATEADD usage notes).
    const leapDay = `date_part('month', ${moment}) = 2 and date_part('day', ${moment}) = 29`;
    const missed = `date_part('day', ${months(12)}) = 28`;
    return `(case when ${leapDay} and ${missed} then ${months(12)} + to_days(1) else ${months(12)} end)`;
  }
  const adder = adders[part];
  if (adder === undefined) throw refuse(`adding the date part ${part}`);
  const type = part === 'day' ? 'integer' : 'bigint';
  return `(${moment} + ${adder}(cast(${amount} as ${type})))`;
}

/** An interval literal: a whole number of one unit, usable only beside + and -. */
export function bindInterval(text: string): Bound {
  const match = /^\s*(-?\d{1,9})\s+([a-z]+)\s*$/i.exec(text);
  if (match === null) throw refuse(`interval '${text}'`, "write one unit, as in interval '3 day'");
  return bound('', interval, { interval: { amount: Number(match[1]), part: datePart(match[2] ?? '') } });
}

/** date + n, date - date, timestamp + interval. */
export function dateArithmetic(operator: string, left: Bound, right: Bound): Bound {
  if (operator === '+' && left.type.name !== 'date' && right.type.name === 'date') {
    return dateArithmetic('+', right, left);
  }
  if (right.type.name === 'interval') return addInterval(operator, left, right);
  if (operator === '+' && left.type.name === 'interval') return addInterval('+', right, left);
  const nullable = left.nullable || right.nullable;
  if (left.type.name === 'date' && isInteger(right.type) && (operator === '+' || operator === '-')) {
    return bound(`(${left.sql} ${operator} cast(${right.sql} as integer))`, date, { nullable });
  }
  if (operator === '-' && isDate(left) && isDate(right)) {
    const [a, b] = [coerce(left, date, '-'), coerce(right, date, '-')];
    return bound(`cast(${a.sql} - ${b.sql} as integer)`, int4, { nullable });
  }
  const hint = operator === '-' ? '; use datediff' : '';
  throw new SqlError(
    `operator is not known here: ${formatType(left.type)} ${operator} ${formatType(right.type)}${hint}`,
  );
}

function isDate(value: Bound): boolean {
  return value.type.name === 'date' || (value.literal !== undefined && value.literal !== null);
}

function addInterval(operator: string, left: Bound, right: Bound): Bound {
  if (operator !== '+' && operator !== '-') throw refuse(`${operator} with an interval`);
  if (right.interval === undefined) throw new Error('an interval literal has its amount');
  const { amount, part } = right.interval;
  const moment = asTimestamp(left, 'interval arithmetic');
  const signed = operator === '-' ? -amount : amount;
  return bound(addPart(moment.sql, part, String(signed)), timestamp, { nullable: left.nullable });
}
