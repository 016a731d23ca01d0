import { bound } from '../bound.ts';
import { quoteText } from '../catalog.ts';
import { asTimestamp } from '../moments.ts';
import { refuse } from '../sql-error.ts';
import { formatType, isMoment, timestamp, timestamptz } from '../types.ts';
import { type FunctionRule, literalText, requireCount } from './function-rule.ts';
import { moment } from './moment-functions.ts';

/** `x at time zone 'z'`, also written timezone('z', x): a local time becomes a moment, a moment a local time. */
const timezone: FunctionRule = (context) => {
  requireCount(context.call, 2, 2);
  const zone = zoneName(literalText(context.call.args[0], 'at time zone'));
  const value = context.bind(context.call.args[1] ?? { kind: 'null' });
  if (!isMoment(value.type)) throw refuse(`at time zone of ${formatType(value.type)}`, 'cast it to timestamp first');
  const isMomentOfZone = value.type.name === 'timestamptz';
  const operand = isMomentOfZone ? value.sql : asTimestamp(value, 'at time zone').sql;
  const type = isMomentOfZone ? timestamp : timestamptz;
  return bound(`timezone(${quoteText(zone)}, ${operand})`, type, { nullable: value.nullable, name: 'timezone' });
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

/** Functions of time zones. */
export const zoneFunctions: Record<string, FunctionRule> = {
  timezone,
  convert_timezone: convertTimezone,
};
