import { type Bound, bound } from '../bound.ts';
import { quoteText } from '../catalog.ts';
import { asText } from '../coerce.ts';
import { addPart, asTimestamp, datePart } from '../moments.ts';
import { refuse, refuseAsRedshift } from '../sql-error.ts';
import type { Expr } from '../syntax.ts';
import { asNumeric, date, duckType, float8, formatType, int4, int8, isMoment, numeric, timestamp } from '../types.ts';
import { formatMoment } from './format-moment.ts';
import { formatNumber } from './format-number.ts';
import {
  asInteger,
  bindArguments,
  type CallContext,
  callerSql,
  type FunctionRule,
  literalText,
  literalWord,
  requireCount,
  simple,
  strict,
} from './function-rule.ts';
import { truncateNumber } from './number-functions.ts';

const truncParts = [
  'microsecond',
  'millisecond',
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'year',
];
const diffParts = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond', 'microsecond'];
const extractParts: Record<string, string> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'week',
  day: 'day',
  dayofweek: 'dow',
  dayofyear: 'doy',
  hour: 'hour',
  minute: 'minute',
  epoch: 'epoch',
};

/** An argument as a timestamp. */
export function moment(context: CallContext, index: number): Bound {
  return asTimestamp(context.bind(context.call.args[index] ?? ({ kind: 'null' } satisfies Expr)), context.call.name);
}

function partOf(context: CallContext, count: number, known: readonly string[]): string {
  requireCount(context.call, count, count);
  const part = datePart(literalWord(context.call.args[0], `${context.call.name}()`));
  if (!known.includes(part)) throw refuse(`${context.call.name}(${part}, ...)`);
  return part;
}

const dateTrunc: FunctionRule = (context) => {
  const part = partOf(context, 2, truncParts);
  const value = moment(context, 1);
  return bound(`date_trunc('${part}', ${value.sql})`, timestamp, { nullable: value.nullable, name: 'date_trunc' });
};

const dateAdd: FunctionRule = (context) => {
  const part = partOf(context, 3, diffParts);
  const amount = asInteger(context.bind(context.call.args[1] ?? { kind: 'null' }), 'dateadd');
  const value = moment(context, 2);
  const nullable = amount.nullable || value.nullable;
  return bound(addPart(value.sql, part, amount.sql), timestamp, { nullable, name: 'date_add' });
};

// Counts the boundaries between two moments. A week begins on Monday, as for DATE_TRUNC: the guide leaves it open here.
const dateDiff: FunctionRule = (context) => {
  const part = partOf(context, 3, diffParts);
  const [a, b] = [moment(context, 1), moment(context, 2)];
  const nullable = a.nullable || b.nullable;
  const monday = (value: Bound) => `cast(date_trunc('week', ${value.sql}) as date)`;
  const weeks = `cast((${monday(b)} - ${monday(a)}) // 7 as bigint)`;
  const sql = part === 'week' ? weeks : `date_diff('${part}', ${a.sql}, ${b.sql})`;
  return bound(sql, int8, { nullable, name: 'date_diff' });
};

function extract(context: CallContext): { part: string; value: Bound } {
  const part = partOf(context, 2, Object.keys(extractParts).concat('second'));
  return { part, value: moment(context, 1) };
}

const extractRule: FunctionRule = (context) => {
  const { part, value } = extract(context);
  const sql =
    part === 'second' ? `date_part('second', ${value.sql})` : `date_part('${extractParts[part]}', ${value.sql})`;
  const type = part === 'epoch' ? int8 : int4;
  const whole = part === 'epoch' ? `floor(${sql})` : sql;
  const name = 'date_part';
  return bound(`cast(${whole} as ${type === int8 ? 'bigint' : 'integer'})`, type, { nullable: value.nullable, name });
};

// DATE_PART gives double precision, EXTRACT an integer.
const datePartRule: FunctionRule = (context) => {
  const { part, value } = extract(context);
  if (part === 'second') throw refuse('date_part(second, ...)', 'use extract(second from ...)');
  const sql = `cast(date_part('${extractParts[part]}', ${value.sql}) as double)`;
  return bound(sql, float8, { nullable: value.nullable, name: 'pgdate_part' });
};

const addMonths: FunctionRule = (context) => {
  requireCount(context.call, 2, 2);
  const value = moment(context, 0);
  const amount = asInteger(context.bind(context.call.args[1] ?? { kind: 'null' }), 'add_months');
  const moved = addPart(value.sql, 'month', amount.sql);
  // The last day of a month goes to the last day of a month (Developer Guide, ADD_MONTHS).
  const timeOfDay = `(${value.sql} - date_trunc('day', ${value.sql}))`;
  const atEnd = `cast(last_day(${moved}) as timestamp) + ${timeOfDay}`;
  const sql = `case when last_day(${value.sql}) = cast(${value.sql} as date) then ${atEnd} else ${moved} end`;
  return bound(sql, timestamp, { nullable: value.nullable || amount.nullable, name: 'add_months' });
};

// The whole part by year and month, the rest by day and time of a month of 31 days (Developer Guide, MONTHS_BETWEEN).
const monthsBetween: FunctionRule = (context) => {
  requireCount(context.call, 2, 2);
  const [a, b] = [moment(context, 0), moment(context, 1)];
  const part = (name: string) => `(date_part('${name}', ${a.sql}) - date_part('${name}', ${b.sql}))`;
  const whole = `(${part('year')} * 12 + ${part('month')})`;
  const isLast = [a, b].map(({ sql }) => `last_day(${sql}) = cast(${sql} as date)`).join(' and ');
  const days = `(${part('day')} + (epoch(cast(${a.sql} as time)) - epoch(cast(${b.sql} as time))) / 86400.0)`;
  const sql = `cast(case when ${part('day')} = 0 or (${isLast}) then ${whole} else ${whole} + ${days} / 31.0 end as double)`;
  return bound(sql, float8, { nullable: a.nullable || b.nullable, name: 'months_between' });
};

/** Format parts of TO_DATE that mean the same for strptime, longest first. */
const dateParts: Record<string, string> = { yyyy: '%Y', mon: '%b', mm: '%m', dd: '%d' };

function strptimeFormat(format: string): string {
  const known = Object.keys(dateParts);
  return format.replace(/[A-Za-z]+[0-9]*|%/g, (run) => {
    let made = '';
    for (let rest = run.toLowerCase(); rest !== ''; ) {
      const part = known.find((candidate) => rest.startsWith(candidate));
      if (part === undefined) throw refuse(`the format '${format}'`, `it knows ${known.join(', ').toUpperCase()}`);
      made += dateParts[part];
      rest = rest.slice(part.length);
    }
    return made;
  });
}

/** Digits of the widest DECIMAL that TO_CHAR takes: "it does not support 128-bit DECIMAL values". */
const shortDecimal = 19;

const toChar: FunctionRule = (context) => {
  requireCount(context.call, 2, 2);
  const value = context.bind(context.call.args[0] ?? { kind: 'null' });
  const format = literalText(context.call.args[1], 'to_char()');
  const more = { nullable: value.nullable, name: 'to_char' };
  if (isMoment(value.type)) {
    return bound(formatMoment(asTimestamp(value, 'to_char').sql, format), { name: 'varchar', length: 256 }, more);
  }
  const digits = asNumeric(value.type);
  if (digits === undefined) {
    throw refuse(`to_char() of ${formatType(value.type)}`, 'cast it to a date, a timestamp or a decimal');
  }
  if (digits.precision > shortDecimal) {
    throw refuseAsRedshift(`TO_CHAR of a 128-bit DECIMAL (${formatType(value.type)})`, 'cast it to decimal(18, 2)');
  }
  const sql = `cast(${value.sql} as ${duckType(numeric(digits.precision, digits.scale))})`;
  return bound(formatNumber(sql, format), { name: 'varchar', length: 256 }, more);
};

const toDate: FunctionRule = (context) => {
  requireCount(context.call, 2, 2);
  const value = asText(context.bind(context.call.args[0] ?? { kind: 'null' }), 'to_date');
  const format = strptimeFormat(literalText(context.call.args[1], 'to_date()'));
  const sql = `cast(strptime(${value.sql}, ${quoteText(format)}) as date)`;
  return bound(sql, date, { nullable: value.nullable, name: 'to_date' });
};

const trunc: FunctionRule = (context) => {
  requireCount(context.call, 1, 2);
  const [first] = context.call.args;
  const value = context.bind(first ?? { kind: 'null' });
  if (!isMoment(value.type)) return truncateNumber(context);
  bindArguments(context, 1, 1);
  return bound(`cast(${value.sql} as date)`, date, { nullable: value.nullable, name: 'trunc' });
};

function now(kind: 'statementTime' | 'transactionTime'): FunctionRule {
  return (context) => {
    bindArguments(context, 0, 0);
    return strict(`cast(${callerSql(context, kind)} as timestamp)`, timestamp, { name: context.call.name });
  };
}

/** Functions of dates and timestamps. */
export const momentFunctions: Record<string, FunctionRule> = {
  date_trunc: dateTrunc,
  dateadd: dateAdd,
  date_add: dateAdd,
  datediff: dateDiff,
  date_diff: dateDiff,
  extract: extractRule,
  date_part: datePartRule,
  datepart: datePartRule,
  last_day: simple(1, 1, (value) =>
    strict(`last_day(${asTimestamp(value as Bound, 'last_day').sql})`, date, { name: 'last_day' }),
  ),
  add_months: addMonths,
  months_between: monthsBetween,
  to_char: toChar,
  to_date: toDate,
  trunc,
  getdate: now('statementTime'),
  sysdate: now('transactionTime'),
  current_date: (context) => {
    const sql = `cast(cast(${callerSql(context, 'transactionTime')} as timestamp) as date)`;
    return strict(sql, date, { name: 'date' });
  },
};
