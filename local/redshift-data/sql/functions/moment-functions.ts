import { type Bound, bound } from '../bound.ts';
import { quoteText } from '../catalog.ts';
import { asText } from '../coerce.ts';
import { addPart, asTimestamp, datePart } from '../moments.ts';
import { refuse } from '../sql-error.ts';
import type { Expr } from '../syntax.ts';
import { date, float8, int4, int8, isMoment, timestamp } from '../types.ts';
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
const diffParts = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond', 'microsecond'];
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

function moment(context: CallContext, index: number): Bound {
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
  const part = partOf(context, 3, [...diffParts, 'quarter', 'week']);
  const amount = asInteger(context.bind(context.call.args[1] ?? { kind: 'null' }), 'dateadd');
  const value = moment(context, 2);
  const nullable = amount.nullable || value.nullable;
  return bound(addPart(value.sql, part, amount.sql), timestamp, { nullable, name: 'date_add' });
};

// Counts the boundaries between two moments. Of weeks and quarters the guide's text and examples leave the boundary open.
const dateDiff: FunctionRule = (context) => {
  const part = partOf(context, 3, diffParts);
  const [a, b] = [moment(context, 1), moment(context, 2)];
  const nullable = a.nullable || b.nullable;
  return bound(`date_diff('${part}', ${a.sql}, ${b.sql})`, int8, { nullable, name: 'date_diff' });
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

const convertTimezone: FunctionRule = (context) => {
  const { call } = context;
  requireCount(call, 2, 3);
  const zones = call.args.slice(0, -1).map((zone) => zoneName(literalText(zone, 'convert_timezone()')));
  const [source, target] = zones.length === 1 ? ['UTC', zones[0]] : zones;
  const value = moment(context, call.args.length - 1);
  const sql = `timezone(${quoteText(target ?? '')}, timezone(${quoteText(source ?? '')}, ${value.sql}))`;
  return bound(sql, timestamp, { nullable: value.nullable, name: 'convert_timezone' });
};

// Abbreviations and POSIX forms mean fixed offsets, with their sign turned; names mean what they say everywhere.
function zoneName(zone: string): string {
  if (zone === 'UTC' || /^[A-Z][A-Za-z_]+(\/[A-Za-z_+\-0-9]+)+$/.test(zone)) return zone;
  throw refuse(`the time zone '${zone}'`, "use an IANA name such as 'Asia/Seoul'");
}

/** Format parts that mean the same for TO_CHAR, TO_DATE and strftime, longest first. */
const formats: Record<string, string> = {
  yyyy: '%Y',
  hh24: '%H',
  mm: '%m',
  dd: '%d',
  mi: '%M',
  ss: '%S',
  ms: '%g',
  us: '%f',
};

function strftimeFormat(format: string, known: readonly string[]): string {
  return format.replace(/[A-Za-z]+[0-9]*|%/g, (run) => {
    let rest = run.toLowerCase();
    let made = '';
    while (rest !== '') {
      const part = known.find((candidate) => rest.startsWith(candidate));
      if (part === undefined) throw refuse(`the format '${format}'`, `it knows ${known.join(', ').toUpperCase()}`);
      made += formats[part];
      rest = rest.slice(part.length);
    }
    return made;
  });
}

const toChar: FunctionRule = (context) => {
  requireCount(context.call, 2, 2);
  const value = context.bind(context.call.args[0] ?? { kind: 'null' });
  if (!isMoment(value.type)) throw refuse('to_char() of anything but a date or timestamp');
  const format = strftimeFormat(literalText(context.call.args[1], 'to_char()'), Object.keys(formats));
  const sql = `strftime(${asTimestamp(value, 'to_char').sql}, ${quoteText(format)})`;
  return bound(sql, { name: 'varchar', length: 256 }, { nullable: value.nullable, name: 'to_char' });
};

const toDate: FunctionRule = (context) => {
  requireCount(context.call, 2, 2);
  const value = asText(context.bind(context.call.args[0] ?? { kind: 'null' }), 'to_date');
  const format = strftimeFormat(literalText(context.call.args[1], 'to_date()'), ['yyyy', 'mm', 'dd']);
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
  convert_timezone: convertTimezone,
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
